"""The calendar in force: what was recorded, for whom, up to which version, on both databases."""

from datetime import date

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError

from engine.acts.claim_task import ClaimTask
from engine.store.tables import Agency, CalendarChange
from tests.fixtures.wired import START
from tests.people import COMMUNE, INES, NATIONAL
from tests.steps import lodge, open_tasks, signed_in

CODE = "morocco_public_sector"
FITR = {"name_ar": "عيد الفطر", "name_fr": "Aïd al-Fitr", "name_en": "Eid al-Fitr"}


def record(insaf, *rows):
    with insaf.database.writing() as session:
        for number, day, kind, agency_id in rows:
            session.execute(insert(CalendarChange).values(
                number=number, calendar=CODE, agency_id=agency_id, day_on=day, kind=kind, **FITR, source="2-26-100",
                reason="the moon was seen", by_account=None, at=START))


def definition(insaf, family="national"):
    with insaf.reading() as session:
        return insaf.shelf.in_force(session, family)[1]


def agency_id(insaf, code):
    with insaf.reading() as session:
        return session.scalar(select(Agency.id).where(Agency.code == code))


def test_a_change_is_seen_with_the_next_question_for_the_definition_in_force_and_older_versions_stay(insaf):
    base, calendars = definition(insaf), insaf.shelf.calendars
    assert calendars.of(base) is base.calendar
    record(insaf, (1, date(2027, 3, 10), "cancelled", None), (2, date(2027, 3, 12), "decreed", None))
    assert calendars.of(base) is base.calendar, "nobody has heard of it yet"
    now = calendars.of(definition(insaf))
    assert (now.version, now.is_working(date(2027, 3, 10)), now.why_off(date(2027, 3, 12)).source) == (2, True, "2-26-100")
    then = calendars.of(base, None, 1)
    assert (then.version, then.is_working(date(2027, 3, 10)), then.is_working(date(2027, 3, 12))) == (1, True, True)
    assert calendars.of(base, None, 0) is base.calendar


def test_an_agencys_own_day_is_off_there_alone_and_no_version_for_the_others(insaf):
    ours, theirs = agency_id(insaf, COMMUNE), agency_id(insaf, NATIONAL)
    record(insaf, (1, date(2027, 5, 3), "decreed", ours))
    base, calendars = definition(insaf, "commune"), insaf.shelf.calendars
    assert not calendars.of(base, ours).is_working(date(2027, 5, 3)) and calendars.of(base, ours).version == 1
    assert calendars.of(base, theirs) is base.calendar


def test_the_newest_version_costs_no_statement_once_it_is_known(insaf):
    record(insaf, (1, date(2027, 3, 12), "decreed", None))
    base, calendars, asked = definition(insaf), insaf.shelf.calendars, []
    calendars.of(base)
    event.listen(insaf.database.connections, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert calendars.of(base) is calendars.of(base) and calendars.of(base, None, 1).version == 1
    assert not asked
    definition(insaf)
    assert len(asked) == 1


def test_a_process_hears_of_a_change_with_the_next_case_that_comes_in_or_moves(insaf):
    base, calendars = definition(insaf), insaf.shelf.calendars
    record(insaf, (1, date(2027, 3, 12), "decreed", None))
    reference = lodge(insaf).reference
    assert calendars.of(base).version == 1
    record(insaf, (2, date(2027, 3, 15), "decreed", None))
    insaf.bus.ask(ClaimTask(open_tasks(insaf, reference)["triage"]), by=signed_in(insaf, INES))
    assert calendars.of(base).version == 2


@pytest.mark.parametrize("statement", ["update calendar_change set kind = 'cancelled'", "delete from calendar_change"])
def test_what_was_recorded_cannot_be_rewritten(insaf, statement):
    record(insaf, (1, date(2027, 3, 12), "decreed", None))
    with pytest.raises(DBAPIError, match="append-only"), insaf.database.writing() as session:
        session.execute(text(statement))
