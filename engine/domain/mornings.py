"""When people are told: at the opening of a working day, never at midnight, though that is when dates pass."""

from datetime import UTC, datetime, time, timedelta

from engine.domain.business_calendar import BusinessCalendar

#: Inside the ordinary hours of the administration (8:30 to 16:30) and of Ramadan (9:00 to 15:00).
OPENING = time(9, 0)


def next_morning(calendar: BusinessCalendar, now: datetime) -> datetime:
    """The first opening of a working day that is not before the aware instant `now`, as an aware UTC instant. Raises
    ValueError for a calendar without working days."""
    day = calendar.local_day(now)
    if calendar.is_working(day) and now <= _opening(calendar, day):
        return _opening(calendar, day)
    return _opening(calendar, calendar.rolled(day + timedelta(days=1)))


def _opening(calendar: BusinessCalendar, day) -> datetime:
    return datetime.combine(day, OPENING, calendar.zone).astimezone(UTC)
