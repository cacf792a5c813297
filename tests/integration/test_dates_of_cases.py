"""Dates of running cases at their edges: the page tells the stored date, and counting it again leads to it."""

from datetime import date

import pytest

from engine import queries
from engine.acts.keep_calendar import NamedDay, RecordHoliday
from engine.acts.migrate_case import MigrateCase
from engine.definitions import Bundle, read_family
from engine.domain.access import Person
from engine.queries.deadline_words import LANGUAGES, deadline_lines
from engine.worker import Worker
from tests.integration.recalculating import FRIDAY, MONDAY, begin, decree, finish
from tests.integration.versions import deployed
from tests.people import HANANE, INES, KARIM, NADIA, OMAR
from tests.steps import at, case_of, do, lodge, signed_in


def dates(insaf, reference) -> dict:
    """The deadlines of a case by code; each counted again leads to the stored day."""
    with insaf.reading() as session:
        found = queries.case_dates(session, insaf.shelf, reference, Person.system(), insaf.clock.now()).deadlines
    assert all(row.why.due_on == row.due_on for row in found)
    return {row.code: row for row in found}


@pytest.fixture
def drafted(insaf):
    """A case lodged on Wednesday 2 September 2026 whose reply waits to be validated."""
    insaf.clock.set(at("2026-09-02T10:00:00+01:00"))
    reference = lodge(insaf).reference
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR)):
        do(insaf, reference, element, persona)
    return reference


@pytest.mark.parametrize(("answered_at", "met_on", "late"), [
    ("2026-11-02T22:30:00+00:00", date(2026, 11, 2), False),  # the rolled day, late in the evening
    ("2026-11-03T08:00:00+01:00", date(2026, 11, 3), True),
])
def test_a_reply_on_the_rolled_day_is_in_time_and_a_day_later_late(insaf, drafted, answered_at, met_on, late):
    insaf.clock.set(at(answered_at))
    do(insaf, drafted, "validate_reply", NADIA)
    reply = dates(insaf, drafted)["reply"]
    assert (reply.due_on, reply.why.unrolled_on, reply.met_on, reply.late) == (
        date(2026, 11, 2), date(2026, 11, 1), met_on, late)


def test_a_reply_after_the_due_time_is_late_though_no_worker_was_there_to_say_so(insaf, drafted):
    insaf.clock.set(at("2026-11-20T09:00:00+01:00"))  # no timer has fired since September
    do(insaf, drafted, "validate_reply", NADIA)
    reply = dates(insaf, drafted)["reply"]
    assert (reply.due_on, reply.met_on, reply.late) == (date(2026, 11, 2), date(2026, 11, 20), True)
    instance_id = case_of(insaf, drafted).instance_id
    with insaf.reading() as session:
        told = [item.code for item in queries.timeline_of(session, insaf.shelf, instance_id)]
    assert "deadline_breached" in told and Worker(insaf).fire_due() == 0


def test_a_case_that_moves_to_a_version_with_fewer_days_keeps_its_dates(insaf):
    reference = lodge(insaf).reference  # 4 May 2026
    before = dates(insaf, reference)
    bundle = read_family("national")
    table = bundle.files["bpmn/deadlines.dmn"].decode()
    assert table.count("<text>60</text>") == 3  # the reply, an observation, the Mediator
    shorter = deployed(insaf, Bundle("national", {
        **bundle.files, "bpmn/deadlines.dmn": table.replace("<text>60</text>", "<text>45</text>", 1).encode()}, bundle.profile))
    insaf.bus.ask(MigrateCase(case_of(insaf, reference).instance_id, shorter, "fewer days"), by=signed_in(insaf, HANANE))
    after = dates(insaf, reference)
    assert [(row.code, row.due_on) for row in after.values()] == [(row.code, row.due_on) for row in before.values()]
    assert (after["reply"].due_on, after["reply"].why.days) == (date(2026, 7, 3), 60)
    assert dates(insaf, lodge(insaf).reference)["reply"].due_on == date(2026, 6, 18)


def test_a_feast_decreed_later_leaves_the_dates_of_before_and_their_reasons_as_they_were(insaf):
    before = lodge(insaf).reference  # due on Friday 3 July 2026
    day = NamedDay(date(2026, 7, 3), "عطلة", "Jour férié exceptionnel", "Special holiday")
    insaf.bus.ask(RecordHoliday((day,), "Decree 2-26-999", "announced"), by=signed_in(insaf, HANANE))
    old, new = dates(insaf, before)["reply"], dates(insaf, lodge(insaf).reference)["reply"]
    assert (old.due_on, old.why.rolled_over) == (date(2026, 7, 3), ())
    assert (new.due_on, [off.on.day for off in new.why.rolled_over]) == (date(2026, 7, 6), [3, 4, 5])


def test_a_date_that_a_decree_has_moved_says_from_when_to_when_and_why(insaf):
    reference = lodge(insaf).reference  # due on Friday 3 July 2026
    decree(insaf, FRIDAY)
    finish(insaf, begin(insaf))
    reply = dates(insaf, reference)["reply"]
    assert (reply.due_on, [off.on for off in reply.why.rolled_over][:1]) == (MONDAY, [FRIDAY])
    told = {language: deadline_lines(reply.why, language)[1] for language in LANGUAGES}
    moved = "On Monday 4 May 2026 the date moved from Friday 3 July 2026 to Monday 6 July 2026 (“Decree 2-26-100”)."
    assert moved in told["en"]
    assert "(«\u202fDécret n° 2-26-100\u202f»)" in told["fr"] and "«مرسوم رقم 2.26.100»" in told["ar"]
    assert "la date est passée du vendredi 3 juillet 2026 au lundi 6 juillet 2026" in told["fr"]
    assert "انتقل الأجل من الجمعة 3 يوليوز 2026 إلى الاثنين 6 يوليوز 2026" in told["ar"]
