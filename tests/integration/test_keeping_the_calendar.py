"""Recording, decreeing and cancelling days off: who may, what is refused, what it does and what it leaves alone."""

from datetime import UTC, date, datetime
from threading import Thread

import pytest
from sqlalchemy import select

from engine.acts.keep_calendar import CancelHoliday, DecreeHoliday, NamedDay, RecordHoliday
from engine.domain.access import Person
from engine.errors import (
    CalendarUnknown, Forbidden, HolidayDecreed, HolidayKnown, HolidayOfAll, HolidayUnknown, InvalidAnswers, NotFound,
)
from engine.queries.calendars import calendar_scope
from engine.store.tables import CalendarChange, Deadline
from tests.people import COMMUNE, HANANE, INES, NATIONAL, RACHID, YOUSSEF
from tests.steps import lodge, signed_in

WHY = {"source": "Décret 2-27-311", "reason": "Le croissant a été vu."}
MARKET = NamedDay(date(2026, 6, 1), "يوم السوق", "Jour de souk")
LEAP = NamedDay(date(2026, 7, 3), "عطلة", "Jour férié exceptionnel", "Special holiday")


def asked(insaf, act, by=HANANE):
    return insaf.bus.ask(act, by=signed_in(insaf, by))


def calendar(insaf, agency=None):
    with insaf.reading() as session:
        scope = calendar_scope(session, insaf.shelf, "", agency)
        insaf.shelf.calendars.newest(session)
    return insaf.shelf.calendars.of(scope.definition, scope.agency_id)


def fitr(insaf, agency=None):
    return [(day.on.isoformat(), day.provisional) for day in calendar(insaf, agency).holidays_in(2027)
            if day.names["en"] == "Eid al-Fitr"]


def test_a_feast_that_was_seen_a_day_later_moves_with_both_its_days_and_the_record_says_who_and_why(insaf):
    assert fitr(insaf) == [("2027-03-10", True), ("2027-03-11", True)]
    receipt = asked(insaf, DecreeHoliday(date(2027, 3, 11), **WHY, begins_on=date(2027, 3, 11)))
    assert (receipt.count, receipt.id) == (3, "3")
    assert fitr(insaf) == fitr(insaf, COMMUNE) == [("2027-03-11", False), ("2027-03-12", False)]
    with insaf.reading() as session:
        rows = session.scalars(select(CalendarChange).order_by(CalendarChange.number)).all()
    assert [(row.day_on.day, row.kind) for row in rows] == [(10, "cancelled"), (11, "decreed"), (12, "decreed")]
    assert {(row.by_account, row.source, row.reason, row.agency_id) for row in rows} == {
        (signed_in(insaf, HANANE).id, WHY["source"], WHY["reason"], None)}


def test_a_forecast_that_came_true_is_fixed_where_it_is_and_only_once(insaf):
    asked(insaf, DecreeHoliday(date(2027, 3, 10), **WHY))
    assert fitr(insaf) == [("2027-03-10", False), ("2027-03-11", False)]
    with pytest.raises(HolidayDecreed, match="2-27-311"):
        asked(insaf, DecreeHoliday(date(2027, 3, 10), **WHY))


def test_a_day_is_added_for_all_taken_back_and_added_again(insaf):
    asked(insaf, RecordHoliday((LEAP,), **WHY))
    assert calendar(insaf, NATIONAL).why_off(LEAP.on).source == WHY["source"]
    with pytest.raises(HolidayKnown, match="exceptionnel"):
        asked(insaf, RecordHoliday((LEAP,), **WHY))
    asked(insaf, CancelHoliday(LEAP.on, **WHY))
    assert calendar(insaf).is_working(LEAP.on)
    with pytest.raises(HolidayUnknown):
        asked(insaf, CancelHoliday(LEAP.on, **WHY))
    assert asked(insaf, RecordHoliday((LEAP,), **WHY, provisional=True)).id == "3"
    assert calendar(insaf).why_off(LEAP.on).provisional


def test_an_agency_adds_days_of_its_own_and_touches_none_of_everybodys(insaf):
    asked(insaf, RecordHoliday((MARKET,), **WHY, agency_code=NATIONAL), YOUSSEF)
    assert not calendar(insaf, NATIONAL).is_working(MARKET.on) and calendar(insaf, COMMUNE).is_working(MARKET.on)
    for refused in (CancelHoliday(date(2026, 7, 30), **WHY, agency_code=NATIONAL),
                    DecreeHoliday(date(2027, 3, 10), **WHY, agency_code=NATIONAL)):
        with pytest.raises(HolidayOfAll, match="national desk"):
            asked(insaf, refused, YOUSSEF)
    with pytest.raises(HolidayUnknown):
        asked(insaf, CancelHoliday(MARKET.on, **WHY))
    asked(insaf, CancelHoliday(MARKET.on, **WHY, agency_code=NATIONAL), RACHID)
    assert calendar(insaf, NATIONAL).is_working(MARKET.on)


@pytest.mark.parametrize(("persona", "agency", "may"), [
    (HANANE, None, True), (RACHID, None, True), (YOUSSEF, None, False), (INES, None, False),
    (YOUSSEF, NATIONAL, True), (YOUSSEF, COMMUNE, False), (INES, NATIONAL, False), (HANANE, COMMUNE, True)])
@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_who_may_record_for_whom(insaf, persona, agency, may):
    act = RecordHoliday((MARKET,), **WHY, agency_code=agency)
    if may:
        assert asked(insaf, act, persona).count == 1
    else:
        with pytest.raises(Forbidden):
            asked(insaf, act, persona)


@pytest.mark.parametrize(("act", "error", "says"), [
    (RecordHoliday((), **WHY), InvalidAnswers, "on"),
    (RecordHoliday((MARKET, MARKET), **WHY), InvalidAnswers, "on"),
    (RecordHoliday((NamedDay(date(1999, 1, 1), "ا", "a"),), **WHY), InvalidAnswers, "on"),
    (RecordHoliday((NamedDay(date(2026, 6, 1), " ", "a" * 121),), **WHY), InvalidAnswers, "name_ar, name_fr"),
    (RecordHoliday((MARKET,), source=" ", reason="x" * 501), InvalidAnswers, "source, reason"),
    (RecordHoliday((MARKET,), **WHY, calendar="moon"), CalendarUnknown, "morocco_public_sector"),
    (RecordHoliday((MARKET,), **WHY, agency_code="ZZZ"), NotFound, "ZZZ"),
    (DecreeHoliday(date(2027, 3, 10), **WHY, begins_on=date(2101, 1, 1)), InvalidAnswers, "begins_on"),
    (DecreeHoliday(date(2027, 3, 9), **WHY), HolidayUnknown, "2027-03-09"),
    (DecreeHoliday(date(2027, 3, 10), **WHY, begins_on=date(2027, 5, 17)), HolidayKnown, "Adha"),
])
@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_recorded(insaf, act, error, says):
    with pytest.raises(error, match=says):
        insaf.bus.ask(act, by=Person.system())
    assert calendar(insaf).version == 0


def test_recording_moves_no_open_date(insaf):
    insaf.clock.set(datetime(2027, 1, 9, 9, tzinfo=UTC))  # 60 days later is Wednesday 10 March: the forecast of the feast
    receipt = lodge(insaf)
    assert receipt.due_on == date(2027, 3, 12)
    asked(insaf, DecreeHoliday(date(2027, 3, 10), **WHY, begins_on=date(2027, 3, 11)))
    with insaf.reading() as session:
        kept = session.scalars(select(Deadline).where(Deadline.code == "reply")).one()
    assert (kept.due_on, kept.calendar_version) == (date(2027, 3, 12), 0)


def test_of_two_who_record_at_once_each_gets_numbers_of_their_own(insaf):
    days = [NamedDay(date(2026, 6, number), "يوم", "jour") for number in range(1, 7)]
    doing = [Thread(target=asked, args=(insaf, RecordHoliday((day,), **WHY))) for day in days]
    for thread in doing:
        thread.start()
    for thread in doing:
        thread.join()
    recorded = calendar(insaf)
    assert [day.on.day for day in days if recorded.holiday(day.on)] == [1, 2, 3, 4, 5, 6]
    assert recorded.version == len(days)
