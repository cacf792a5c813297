"""The legal date, with every date written out."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.domain.deadline import DeadlineRule, days_left, reminder_at
from engine.domain.explanation import explain

REPLY = DeadlineRule("reply", "lodged", 60, "calendar", True, "O")
ASSIGN = DeadlineRule("assign", "entered", 3, "working", True, "policy")
UNITY = {"en": "Unity Day"}


@pytest.fixture
def morocco():
    """Saturday and Sunday off; 31 October (from 2026), 6 and 18 November, 30 July."""
    fixed = ((10, 31, 2026, UNITY), (11, 6, 1900, {}), (11, 18, 1900, {}), (7, 30, 1900, {}))
    return BusinessCalendar(ZoneInfo("Africa/Casablanca"), frozenset({5, 6}), fixed,
                            (Holiday(date(2026, 3, 20), {"en": "Fitr"}, True), Holiday(date(2026, 3, 21), {}, True)))


def casablanca(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Africa/Casablanca"))


@pytest.mark.parametrize(("lodged", "due", "unrolled"), [
    ((2026, 9, 1, 10), date(2026, 11, 2), date(2026, 10, 31)),   # Saturday and Unity Day, then Sunday
    ((2026, 9, 2, 10), date(2026, 11, 2), date(2026, 11, 1)),    # Sunday
    ((2026, 9, 3, 10), date(2026, 11, 2), date(2026, 11, 2)),    # Monday
    ((2026, 9, 1, 23, 59, 59), date(2026, 11, 2), date(2026, 10, 31)),
    ((2026, 9, 2, 0, 0, 1), date(2026, 11, 2), date(2026, 11, 1)),
    ((2026, 1, 19, 9), date(2026, 3, 23), date(2026, 3, 20)),    # two days of Fitr, then the weekend
    ((2028, 2, 29, 9), date(2028, 5, 1), date(2028, 4, 29)),     # lodged on 29 February; 29 April is a Saturday
])
def test_sixty_days_after_the_deposit_day_rolled_to_a_working_day(morocco, lodged, due, unrolled):
    found = explain(REPLY, casablanca(*lodged), morocco)
    assert (found.due_on, found.unrolled_on) == (due, unrolled)


def test_the_last_day_counts_whole_in_the_agencys_zone(morocco):
    assert explain(REPLY, casablanca(2026, 9, 1, 10), morocco).due_at == datetime(2026, 11, 2, 22, 59, 59, tzinfo=UTC)


def test_lodged_late_in_the_evening_utc_is_the_next_day_in_casablanca(morocco):
    assert explain(REPLY, datetime(2026, 9, 2, 23, 30, tzinfo=UTC), morocco).unrolled_on == date(2026, 11, 2)


def test_working_days_skip_weekends_and_holidays(morocco):
    # Thursday 29 October: Friday 30 is one, Saturday 31 is off twice, Monday 2 is two, Tuesday 3 is three
    assert explain(ASSIGN, casablanca(2026, 10, 29, 9), morocco).due_on == date(2026, 11, 3)


def test_reminders_count_back_from_the_rolled_day(morocco):
    due = explain(REPLY, casablanca(2026, 9, 1, 10), morocco)
    assert [morocco.local_day(reminder_at(due.due_on, days, morocco)) for days in (15, 5)] == [
        date(2026, 10, 18), date(2026, 10, 28)]


def test_late_compares_dates_not_seconds(morocco):
    assert days_left(date(2026, 11, 2), casablanca(2026, 11, 2, 23, 59), morocco) == 0
    assert days_left(date(2026, 11, 2), casablanca(2026, 11, 3, 0, 1), morocco) == -1


def test_a_calendar_without_a_working_day_is_an_error_and_no_endless_loop():
    never = BusinessCalendar(ZoneInfo("UTC"), frozenset(range(7)))
    with pytest.raises(ValueError, match="no working day"):
        explain(REPLY, datetime(2026, 1, 1, tzinfo=UTC), never)
