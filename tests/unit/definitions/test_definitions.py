"""A definition says what a family's files say."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from engine.definitions import Bundle, Definition, read_family
from engine.definitions.calendar_file import business_calendar
from engine.definitions.deadlines_table import deadline_rules
from engine.definitions.letter import read_letter
from engine.domain.explanation import explain
from engine.errors import DefinitionUnreadable, LetterIncomplete, NotFound
from tests.unit.definitions.sketches import chain, diagram, node, straight

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def national() -> Definition:
    return Definition.of(read_family("national", ROOT / "bpmn", ROOT / "forms"))


def test_elements_have_names_in_three_languages_lanes_and_homes(national):
    triage = national.elements["triage"]

    assert (triage.kind, triage.lane, triage.parent_id) == ("userTask", "dispatcher", None)
    assert set(triage.names) == {"ar", "fr", "en"}
    assert triage.label("xx") == triage.default_name == "Triage"
    assert national.elements["deadline_reply"].event == "timer"
    assert national.elements["deadline_reply"].attached_to == "handling"
    assert national.elements["send_receipt"].operator.parameters["letter"] == "'receipt'"


def test_the_inner_lane_wins():
    lanes = (
        '<bpmn:laneSet id="s"><bpmn:lane id="l1" name="outer"><bpmn:flowNodeRef>triage</bpmn:flowNodeRef>'
        '<bpmn:childLaneSet id="c"><bpmn:lane id="l2" name="inner"><bpmn:flowNodeRef>triage</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    xml = diagram(lanes, node("startEvent", "begun"), node("userTask", "triage"), chain("begun", "triage"))

    assert Definition.of(Bundle("x", {"bpmn/a.bpmn": xml})).elements["triage"].lane == "inner"


def test_sixty_days_after_a_deposit_end_on_a_working_day(national):
    lodged = datetime(2026, 3, 2, 10, tzinfo=UTC)

    due = explain(national.deadlines["reply"], lodged, national.calendar)

    assert national.deadlines["reply"].days == 60
    assert national.calendar.is_working(due.due_on) and due.due_on >= due.unrolled_on


def test_letters_are_filled_and_say_what_is_missing(national):
    letter = national.letter("receipt", "fr")

    subject, body = letter.rendered(dict.fromkeys(letter.placeholders, "<b>{{ x }}</b>\n"))

    assert "\n" not in subject and "<b>{{ x }}</b>" in body
    with pytest.raises(LetterIncomplete, match="reference"):
        letter.rendered({})
    with pytest.raises(NotFound):
        national.letter("receipt", "xx")


@pytest.mark.parametrize(
    "text",
    [
        "no head",
        "---\nsubject: x\n---\n",
        "---\nsubject:\n---\nbody",
        "---\nsubject: a\n---\n{% if x %}b",
        "---\nsubject: a\n---\n{{ x.y }}",
        "---\nsubject: {{ a\n---\nb",
    ],
)
def test_a_letter_that_is_no_letter_is_refused(text):
    with pytest.raises(DefinitionUnreadable):
        read_letter(text.encode(), "letters/a.fr.txt", "a", "fr")


TABLE = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="deadlines"><decisionTable>'
    '<input label="deadline"/><output name="starts"/><output name="days"/><output name="unit"/><output name="roll"/>'
    '<output name="grade"/><rule><inputEntry><text>"reply"</text></inputEntry>{cells}</rule></decisionTable></decision>'
    "</definitions>"
)


def table(*cells: str) -> bytes:
    return TABLE.format(cells="".join(f"<outputEntry><text>{cell}</text></outputEntry>" for cell in cells)).encode()


def test_a_row_of_the_table_is_a_deadline():
    rule = deadline_rules(table('"lodged"', "60", '"calendar"', "true", '"statutory"'))["reply"]

    assert (rule.starts, rule.days, rule.unit, rule.roll, rule.grade) == ("lodged", 60, "calendar", True, "statutory")


@pytest.mark.parametrize(
    "cells",
    [
        ('"lodged"', '"60"', '"calendar"', "true", '"statutory"'),
        ('"lodged"', "0", '"calendar"', "true", '"statutory"'),
        ('"lodged"', "60", '"lunar"', "true", '"statutory"'),
        ("", "60", '"calendar"', "true", '"statutory"'),
        ('"lodged"', "60", '"calendar"', '"yes"', '"statutory"'),
        ('"lodged"', "6 + ", '"calendar"', "true", '"statutory"'),
        ('"lodged"', "60", '"calendar"', "true", ""),
        ("open('x')", "60", '"calendar"', "true", '"statutory"'),
    ],
)
def test_a_row_that_is_wrong_is_refused_by_its_number(cells):
    with pytest.raises(DefinitionUnreadable, match="row 1"):
        deadline_rules(table(*cells))


@pytest.mark.parametrize(
    "text",
    [
        "",
        'zone = "Nowhere/City"',
        "zone = 5",
        'zone = "UTC"\nweekend = [0,1,2,3,4,5,6]',
        'zone = "UTC"\nweekend = "x"',
        'zone = "UTC"\n[[fixed]]\nmonth = 2\nday = 30',
        'zone = "UTC"\n[[moving]]\non = "2026-03-20"',
        'zone = "UTC"\nfixed = 3',
        'zone = "../../etc/passwd"',
    ],
)
def test_a_calendar_that_is_wrong_is_refused(text):
    with pytest.raises(DefinitionUnreadable):
        business_calendar(text.encode())


def test_loose_diagrams_have_a_definition_without_calendar_or_forms():
    definition = Definition.of(Bundle("loose", {"bpmn/a.bpmn": straight(ids=())}, "engine"))

    assert definition.process_id == "complaint"
    assert definition.form("lodge") is None and not definition.deadlines
    assert definition.calendar.zone.key == "UTC"
