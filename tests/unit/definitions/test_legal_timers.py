"""Which timers move with a legal date is told from the diagram alone."""

from datetime import date, datetime

from engine.definitions import Bundle, Definition, read_family
from engine.definitions.legal_timers import LegalTimer, legal_timers
from tests.unit.definitions.sketches import diagram, node, timer


def _timers(**texts: str):
    events = [node("intermediateCatchEvent", name, timer(text, "timeDate")) for name, text in texts.items()]
    two = node("intermediateCatchEvent", "two", timer("deadline('reply')", "timeDate") + timer("deadline('x')", "timeDate"))
    return legal_timers(Definition.of(Bundle("sketch", {"bpmn/complaint.bpmn": diagram(*events, two)}, "single")))


def test_a_timer_that_is_one_call_is_recognised_and_rings_by_the_due_day():
    found = _timers(end="deadline('reply')", early=' before_deadline( "reply", 15 ) ', late="after_deadline('triage', 3)",
                    other="days_from_now(15)").by_code
    assert {code: {timer.element_id: timer.days_before for timer in timers} for code, timers in found.items()} == {
        "reply": {"end": None, "early": 15}, "triage": {"late": -3}}
    calendar = Definition.of(read_family("national")).calendar
    due = date(2026, 5, 29)
    assert [LegalTimer("x", "reply", days).at(due, calendar).astimezone(calendar.zone) for days in (None, 5, -3)] == [
        datetime(2026, 5, 29, 23, 59, 59, tzinfo=calendar.zone), datetime(2026, 5, 24, tzinfo=calendar.zone),
        datetime(2026, 6, 1, tzinfo=calendar.zone)]


def test_a_deadline_mixed_into_an_expression_is_said_to_hinder_its_move():
    found = _timers(sooner="min(deadline('reply'), days_from_now(3))", unknown="deadline(which)", plain="days_from_now(3)")
    assert not found.by_element
    assert found.hinders("reply") == ("sooner", "unknown", "two") and found.hinders("triage") == ("unknown",)


def test_every_timer_of_the_national_family_on_a_deadline_can_be_moved():
    found = legal_timers(Definition.of(read_family("national")))
    assert not found.mixed and {timer.days_before for timer in found.by_code["reply"]} >= {None, 15, 5}
    assert found.by_element["deadline_triage"] == LegalTimer("deadline_triage", "triage")
