"""Days off: base, changes, an agency's own; hours that move no date; the end of a day when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.domain.business_calendar import BusinessCalendar, DayChange, FixedDay, Holiday
from engine.domain.working_hours import ClockChange, Hours, Ramadan, clock_changes
from engine.vocabulary import DayChangeKind, DayOffKind

CASABLANCA = ZoneInfo("Africa/Casablanca")
FITR, THRONE, MARKET = {"en": "Eid al-Fitr"}, {"en": "Throne Day"}, {"en": "Market day"}
BASE = BusinessCalendar(
    CASABLANCA, frozenset({5, 6}), (FixedDay(7, 30, 1, THRONE, "2-77-169"), FixedDay(2, 29, 2000, {}, until_year=2031)),
    (Holiday(date(2027, 3, 10), FITR, True), Holiday(date(2027, 3, 11), FITR, True)), code="morocco",
    hours=Hours(time(8, 30), time(16, 30)),
    ramadan=(Ramadan(date(2027, 2, 8), date(2027, 3, 9), Hours(time(9), time(15)), True),))


def change(number, day, kind=DayChangeKind.DECREED, agency=None, names=FITR):
    return DayChange(number, day, kind, names, f"decree {number}", agency)


def test_a_feast_moved_by_a_day_leaves_its_old_day_and_is_provisional_no_more():
    decreed = BASE.changed([change(1, date(2027, 3, 10), DayChangeKind.CANCELLED), change(2, date(2027, 3, 11)),
                            change(3, date(2027, 3, 12))])
    assert [(day.on.day, day.provisional, day.source) for day in decreed.holidays_in(2027) if day.names == FITR] == [
        (11, False, "decree 2"), (12, False, "decree 3")]
    assert decreed.is_working(date(2027, 3, 10)) and not BASE.is_working(date(2027, 3, 10))
    assert (decreed.version, BASE.version) == (3, 0)


def test_the_last_word_on_a_day_wins_whatever_the_order_they_are_given_in():
    words = [change(3, date(2027, 3, 10)), change(1, date(2027, 3, 10), DayChangeKind.CANCELLED)]
    assert BASE.changed(words).why_off(date(2027, 3, 10)).source == "decree 3"
    assert BASE.changed(words).changed([change(4, date(2027, 3, 10), DayChangeKind.CANCELLED)]).is_working(date(2027, 3, 10))


def test_a_feast_on_a_fixed_holiday_leaves_it_a_day_off_when_it_moves_on():
    throne = date(2027, 7, 30)
    both = BASE.changed([change(1, throne, DayChangeKind.PROVISIONAL)])
    assert (both.why_off(throne).names["en"], both.why_off(throne).provisional) == ("Throne Day / Eid al-Fitr", False)
    moved = both.changed([change(2, throne, DayChangeKind.CANCELLED)])
    assert moved.why_off(throne).names == THRONE
    assert moved.changed([change(3, throne, DayChangeKind.CANCELLED)]).is_working(throne), "abolished, that year"


def test_the_days_of_a_feast_belong_together():
    assert [[day.on.day for day in BASE.feast(date(2027, 3, number))] for number in (9, 10, 11, 12)] == [
        [], [10, 11], [10, 11], []]
    assert BASE.feast(date(2027, 7, 30)) == [], "a fixed holiday is no feast that could move"
    assert len(BASE.changed([change(1, date(2027, 3, 10))]).feast(date(2027, 3, 11))) == 1, "one of two is decreed"


def test_an_agency_adds_days_and_takes_back_its_own_and_none_of_everybodys():
    throne, market = date(2027, 7, 30), date(2027, 6, 1)
    own = BASE.changed([change(1, market, agency="a", names=MARKET), change(2, throne, agency="a", names=MARKET)])
    assert (own.why_off(market).kind, own.why_off(throne).names) == (DayOffKind.AGENCY, THRONE)
    without = own.changed([change(3, market, DayChangeKind.CANCELLED, "a"), change(4, throne, DayChangeKind.CANCELLED, "a")])
    assert without.is_working(market) and not without.is_working(throne)


def test_a_weekend_is_no_holiday_and_has_a_name_and_a_holiday_on_it_keeps_its_own():
    saturday = date(2027, 7, 31)
    assert BASE.holiday(saturday) is None and BASE.why_off(saturday).names["fr"] == "samedi"
    assert not BASE.why_off(saturday).is_holiday and BASE.why_off(date(2027, 8, 2)) is None
    assert BASE.changed([change(1, saturday)]).holiday(saturday).names == FITR
    assert BASE.changed([change(1, saturday), change(2, saturday, DayChangeKind.CANCELLED)]).why_off(saturday).names["en"] == (
        "Saturday")


def test_29_february_comes_in_leap_years_until_its_last():
    years = (2000, 2027, 2028, 2032, 2100)
    assert [year for year in years if any(off.on.month == 2 for off in BASE.holidays_in(year))] == [2000, 2028]


@pytest.mark.parametrize(("day", "hours"), [
    (date(2027, 2, 5), (8, 16)), (date(2027, 2, 8), (9, 15)), (date(2027, 3, 9), (9, 15)), (date(2027, 3, 12), (8, 16)),
    (date(2027, 3, 10), None), (date(2027, 2, 13), None)])
def test_hours_are_shorter_in_ramadan_and_there_are_none_on_a_day_off(day, hours):
    found = BASE.hours_on(day)
    assert (found and (found.opens.hour, found.closes.hour)) == hours


@pytest.mark.parametrize(("day", "start", "end"), [
    (date(2026, 2, 14), datetime(2026, 2, 13, 23), datetime(2026, 2, 14, 22, 59, 59)),
    (date(2026, 2, 15), datetime(2026, 2, 14, 23), datetime(2026, 2, 15, 23, 59, 59)),  # 25 hours: back to GMT at three
    (date(2026, 3, 1), datetime(2026, 3, 1), datetime(2026, 3, 1, 23, 59, 59)),
    (date(2026, 3, 22), datetime(2026, 3, 22), datetime(2026, 3, 22, 22, 59, 59)),      # 23 hours: forward at two
])
def test_a_day_ends_at_its_local_midnight_also_when_the_clocks_change(day, start, end):
    assert (BASE.start_of(day), BASE.end_of(day)) == (start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
    assert {BASE.local_day(BASE.start_of(day)), BASE.local_day(BASE.end_of(day))} == {day}


def test_where_the_last_hour_of_a_day_comes_twice_the_day_ends_with_the_second():
    cairo = BusinessCalendar(ZoneInfo("Africa/Cairo"), frozenset({4, 5}))
    assert cairo.end_of(date(2026, 10, 29)) == datetime(2026, 10, 29, 21, 59, 59, tzinfo=UTC)
    assert cairo.end_of(date(2026, 10, 29)) - cairo.start_of(date(2026, 10, 29)) == timedelta(hours=25, seconds=-1)


def test_the_days_on_which_the_clocks_change_are_known():
    hour, none = timedelta(hours=1), timedelta(0)
    assert clock_changes(CASABLANCA, 2026) == [
        ClockChange(date(2026, 2, 15), hour, none), ClockChange(date(2026, 3, 22), none, hour)]
    assert clock_changes(ZoneInfo("UTC"), 2026) == []
