"""Deadlines above the diagram: from the event that starts a clock to the act that stops it, with its rungs at their share."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from engine.definitions import Bundle, Definition, read_family
from engine.definitions.drawing.clock_bar import small_clock
from engine.domain.clock_face import clock_face
from engine.domain.explanation import explain
from engine.domain.ledger import LedgerEntry, Pausing
from engine.vocabulary import EntryKind
from tests.unit.definitions.sketches import straight

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"
LODGED = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def national() -> Definition:
    return Definition.of(read_family("national", ROOT / "bpmn", ROOT / "forms"))


def clock(picture: str, code: str):
    """The group of one deadline in a picture."""
    return next(group for group in etree.fromstring(picture).iter(f"{SVG}g") if group.get("data-deadline") == code)


def parts(group, kind: str) -> list:
    return [node for node in group.iter() if kind in (node.get("class") or "").split()]


def face(national, today: date, met_on: date | None = None, entries=(), rule=None):
    return clock_face(explain(rule or national.deadlines["reply"], LODGED, national.calendar, entries), today, met_on)


@pytest.mark.parametrize("family", ["national", "commune"])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_deadline_of_the_table_is_drawn_above_the_pool_and_collides_with_nothing(family, language):
    definition = Definition.of(read_family(family, ROOT / "bpmn", ROOT / "forms"))
    pictures = [etree.fromstring(one.picture) for one in definition.drawn(language)]
    groups = [[group for group in root.iter(f"{SVG}g") if group.get("data-deadline")] for root in pictures]
    reached = {element for process in definition.reached() for element in process.elements}
    left_out = {code for code, rule in definition.deadlines.items() if rule.until in definition.elements.keys() - reached}
    shown = sorted(group.get("data-deadline") for drawn in groups for group in drawn)
    assert shown == sorted(definition.deadlines.keys() - left_out)
    for root, drawn in zip(pictures, groups, strict=True):
        [pool] = [node for node in root.iter() if node.get("class") == "bpmn-pool-body"]
        bands = []
        for group in drawn:
            [frame] = parts(group, "bpmn-clock-frame")
            top, height = float(frame.get("y")), float(frame.get("height"))
            assert top + height + 20 < float(pool.get("y"))
            bands.append((top, float(frame.get("x")), float(frame.get("x")) + float(frame.get("width"))))
        for number, (top, left, right) in enumerate(bands):
            assert all(other_top != top or other_left >= right or other_right <= left
                       for other_top, other_left, other_right in bands[number + 1:])
        assert not bands or float(root.get("viewBox").split()[1]) < min(top for top, _, _ in bands)


def test_a_clock_runs_from_the_event_that_starts_it_to_the_act_that_stops_it(national):
    [frame] = parts(clock(national.svg("en"), "reply"), "bpmn-clock-frame")
    left, right = float(frame.get("x")), float(frame.get("x")) + float(frame.get("width"))
    shapes = {group.get("data-element"): group for group in etree.fromstring(national.svg("en")).iter(f"{SVG}g")}
    [deposit] = [node for node in shapes["complaint_lodged"] if node.get("cx")][:1]
    assert left == float(deposit.get("cx"))
    stop = national.deadlines["reply"].until or "communicate_reply"
    assert national.clocks("en")[0].text.startswith("60 days, from “Complaint lodged” to “")
    assert right > left + 800 and stop


def test_rungs_stand_at_their_share_of_the_time_and_are_filled_once_reached(national):
    group = clock(national.svg("en", passed=["reminder_30_days"]), "reply")
    [frame] = parts(group, "bpmn-clock-frame")
    left, width = float(frame.get("x")), float(frame.get("width"))
    places = [float(re.match(r"M([\d.]+)", mark.get("d"))[1]) for mark in parts(group, "bpmn-rung")]
    assert [round((place - left) / width, 2) for place in places] == [0.5, 0.75, 0.75, 0.92, 1.0, 1.25]
    assert ["is-reached" in mark.get("class") for mark in parts(group, "bpmn-rung")] == [True, False, False, False, False, False]
    assert ["".join(text.itertext()) for text in parts(group, "bpmn-rung-name")] == ["D−30", "D−15", "D−5", "D", "D+15"]


def test_on_a_case_the_bar_shows_what_has_gone_what_was_paused_and_what_is_overdue(national):
    rule = replace(national.deadlines["reply"], suspend=Pausing("continue", ("officer",), 30))
    paused = (LedgerEntry(EntryKind.SUSPENDED, datetime(2026, 9, 15, 9, tzinfo=UTC)),
              LedgerEntry(EntryKind.RESUMED, datetime(2026, 9, 22, 9, tzinfo=UTC)))
    half = face(national, date(2026, 10, 2), entries=paused, rule=rule)
    assert (half.total, half.gone, half.paused, half.left, half.late) == (69, 31, ((14, 21),), 38, 0)
    group = clock(national.svg("fr", faces={"reply": half}), "reply")
    [frame], [gone] = parts(group, "bpmn-clock-frame"), parts(group, "bpmn-clock-gone")
    assert float(gone.get("width")) / float(frame.get("width")) == pytest.approx(31 / 69, abs=0.01)
    assert parts(group, "bpmn-clock-paused") and parts(group, "bpmn-clock-now") and not parts(group, "bpmn-clock-late")
    assert "jour 31 sur 69, il reste 38 jours, suspendu 7 jours" in group.findtext(f"{SVG}title")

    late = face(national, date(2026, 11, 12))
    assert (late.total, late.gone, late.late, late.left) == (62, 62, 10, -10)
    group = clock(national.svg("fr", faces={"reply": late}), "reply")
    assert parts(group, "bpmn-clock-late") and "is-late" in group.get("class")
    assert "en retard de 10 jours" in group.findtext(f"{SVG}title")
    kept = face(national, date(2026, 12, 1), met_on=date(2026, 9, 30))
    assert (kept.gone, kept.late, kept.stopped) == (29, 0, True)


@pytest.mark.parametrize("language, standing", [
    ("en", "day 54 of 62, 8 days left"), ("fr", "jour 54 sur 62, il reste 8 jours"), ("ar", "اليوم 54 من 62، بقي 8 أيام")])
def test_the_same_is_told_in_words(national, language, standing):
    lines = national.clocks(language, passed=["reminder_30_days"], faces={"reply": face(national, date(2026, 10, 25))})
    reply = next(line for line in lines if line.code == "reply")
    assert reply.standing == standing and [reached for _, reached in reply.rungs] == [True, False, False, False, False, False]
    assert national.label("remind_unit_head", language) in reply.rungs[3][0]


def test_a_small_clock_grows_with_the_reading_direction_and_needs_no_style(national):
    shown = face(national, date(2026, 11, 12))
    assert "scale(-1 1)" in small_clock(shown, "ar", True) and "scale" not in small_clock(shown, "fr", True)
    assert 'aria-hidden="true"' in small_clock(shown, "fr", True) and "style=" not in small_clock(shown, "fr", True)


def test_a_diagram_without_deadlines_is_drawn_as_before():
    picture = Definition.of(Bundle("x", {"bpmn/a.bpmn": straight(ids=())})).svg("en")
    assert "bpmn-clock" not in picture
