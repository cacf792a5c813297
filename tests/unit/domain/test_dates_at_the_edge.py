"""The edges of the legal clock on the national calendar, each with its date written out."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.definitions import Definition, read_family
from engine.domain.business_calendar import DayChange, Holiday
from engine.domain.deadline import reminder_at
from engine.domain.explanation import explain
from engine.vocabulary import DayChangeKind

MOROCCO = ZoneInfo("Africa/Casablanca")


@pytest.fixture(scope="module")
def national():
    return Definition.of(read_family("national"))


@pytest.fixture
def reply(national):
    """`reply("2026-09-01T10:00:00")`, in the hour of Rabat, by the national rule of 60 days."""
    def explained(text, calendar=national.calendar, **changed):
        at = datetime.fromisoformat(text)
        rule = replace(national.deadlines["reply"], **changed)
        return explain(rule, at if at.tzinfo else at.replace(tzinfo=MOROCCO), calendar)
    return explained


@pytest.mark.parametrize(("lodged", "first_on", "unrolled_on", "due_on"), [
    # the last and the first second of a day in Rabat
    ("2026-09-01T23:59:59", date(2026, 9, 2), date(2026, 10, 31), date(2026, 11, 2)),
    ("2026-09-02T00:00:01", date(2026, 9, 3), date(2026, 11, 1), date(2026, 11, 2)),
    ("2026-09-02T23:59:59", date(2026, 9, 3), date(2026, 11, 1), date(2026, 11, 2)),
    ("2026-09-03T00:00:01", date(2026, 9, 4), date(2026, 11, 2), date(2026, 11, 2)),
    ("2026-09-04T00:00:01", date(2026, 9, 5), date(2026, 11, 3), date(2026, 11, 3)),
    # the same instants told from elsewhere
    ("2026-09-01T22:59:59+00:00", date(2026, 9, 2), date(2026, 10, 31), date(2026, 11, 2)),
    ("2026-09-01T23:00:01+00:00", date(2026, 9, 3), date(2026, 11, 1), date(2026, 11, 2)),
    # 29 February: lodged on it, due on it, counted across it, and a year without it
    ("2028-02-29T09:00:00", date(2028, 3, 1), date(2028, 4, 29), date(2028, 5, 2)),  # Saturday, Sunday, Labour Day
    ("2027-12-31T09:00:00", date(2028, 1, 1), date(2028, 2, 29), date(2028, 2, 29)),
    ("2028-01-04T09:00:00", date(2028, 1, 5), date(2028, 3, 4), date(2028, 3, 6)),   # a Saturday
    ("2026-02-28T09:00:00", date(2026, 3, 1), date(2026, 4, 29), date(2026, 4, 29)),
    # ends of months and of the year
    ("2026-08-31T09:00:00", date(2026, 9, 1), date(2026, 10, 30), date(2026, 10, 30)),
    ("2026-04-30T09:00:00", date(2026, 5, 1), date(2026, 6, 29), date(2026, 6, 29)),
    ("2026-11-02T09:00:00", date(2026, 11, 3), date(2027, 1, 1), date(2027, 1, 4)),  # New Year, a Friday; then the weekend
    ("2026-12-31T09:00:00", date(2027, 1, 1), date(2027, 3, 1), date(2027, 3, 1)),
])
def test_sixty_days(reply, lodged, first_on, unrolled_on, due_on):
    why = reply(lodged)
    assert (why.first_on, why.unrolled_on, why.due_on) == (first_on, unrolled_on, due_on)


def test_reminders_of_the_first_of_september_fall_on_18_and_28_october(reply, national):
    why = reply("2026-09-01T10:00:00")
    assert why.due_at == datetime(2026, 11, 2, 23, 59, 59, tzinfo=MOROCCO)
    days = [national.calendar.local_day(reminder_at(why.due_on, before, national.calendar)) for before in (15, 5)]
    assert days == [date(2026, 10, 18), date(2026, 10, 28)]


@pytest.mark.parametrize(("lodged", "due_on", "due_at"), [
    # Rabat keeps UTC from 15 February to 22 March 2026 and UTC+1 else: half past eleven UTC is the same day or the next
    ("2026-02-14T23:30:00+00:00", date(2026, 4, 16), "2026-04-16T22:59:59+00:00"),  # 15 February in Rabat
    ("2026-02-15T23:30:00+00:00", date(2026, 4, 16), "2026-04-16T22:59:59+00:00"),  # still 15 February
    ("2026-03-21T23:30:00+00:00", date(2026, 5, 20), "2026-05-20T22:59:59+00:00"),  # still 21 March
    ("2026-03-22T23:30:00+00:00", date(2026, 5, 22), "2026-05-22T22:59:59+00:00"),  # 23 March in Rabat
    # the due day ends an hour later by the clock of the world while the hour is moved
    ("2025-12-19T09:00:00+00:00", date(2026, 2, 17), "2026-02-17T23:59:59+00:00"),
    ("2025-12-16T09:00:00+00:00", date(2026, 2, 16), "2026-02-16T23:59:59+00:00"),  # a Saturday; the hour moves that Sunday
])
def test_the_hour_that_ramadan_moves(reply, lodged, due_on, due_at):
    why = reply(lodged)
    assert (why.due_on, why.due_at.isoformat()) == (due_on, due_at)


@pytest.fixture
def decreed(national):
    """The national calendar after a decree made some days feasts or took them back."""
    def changed(*days, kind=DayChangeKind.DECREED):
        return national.calendar.changed(
            DayChange(number, day, kind, {"en": "Aid"}, "decree 2-26-999") for number, day in enumerate(days, 1))
    return changed


def test_a_feast_decreed_on_the_eve_moves_the_last_day(reply, decreed):
    assert reply("2026-09-03T10:00:00").due_on == date(2026, 11, 2)
    why = reply("2026-09-03T10:00:00", decreed(date(2026, 11, 2)))
    assert (why.unrolled_on, why.due_on) == (date(2026, 11, 2), date(2026, 11, 3))
    assert [(day.on, day.holiday.names["en"], day.holiday.source) for day in why.rolled_over] == [
        (date(2026, 11, 2), "Aid", "decree 2-26-999")]


def test_a_forecast_that_did_not_come_true_gives_the_day_back(reply, decreed):
    """Forecast: Eid al-Fitr on Friday 20 and Saturday 21 March 2026; the moon is seen a day later."""
    lodged = "2026-01-19T09:00:00"
    assert (reply(lodged).due_on, [day.on.day for day in reply(lodged).provisional]) == (date(2026, 3, 23), [20, 21])
    later = decreed(date(2026, 3, 20), kind=DayChangeKind.CANCELLED)
    assert reply(lodged, later).due_on == date(2026, 3, 20)


def test_a_due_date_in_a_week_of_feasts_moves_beyond_the_week(reply, decreed):
    """Saturday 31 October is Unity Day; Monday 2 to Friday 6 November: four days decreed and the Green March."""
    why = reply("2026-09-01T10:00:00", decreed(*(date(2026, 11, number) for number in (2, 3, 4, 5))))
    assert [day.on.isoformat() for day in why.rolled_over] == [
        "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-07",
        "2026-11-08"]
    assert why.due_on == date(2026, 11, 9)


def test_a_family_that_does_not_roll_keeps_the_stricter_day(reply):
    why = reply("2026-09-01T10:00:00", roll=False)
    assert (why.due_on, why.rolled_over) == (date(2026, 10, 31), ())


def test_working_days_across_the_end_of_the_year(reply, national):
    """Wednesday 30 December 2026: Thursday 31 is one, 1 January is New Year, then the weekend; Monday 4 is two, Tuesday three."""
    why = reply("2026-12-30T10:00:00", days=3, unit="working")
    assert why.due_on == date(2027, 1, 5)
    assert [(day.on.day, day.holiday is not None) for day in why.skipped] == [(1, True), (2, False), (3, False)]
    eleven = replace(national.calendar, moving=(Holiday(date(2027, 1, 4), {}),))
    assert reply("2026-12-30T10:00:00", eleven, days=3, unit="working").due_on == date(2027, 1, 6)
