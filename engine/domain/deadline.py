"""When a deadline ends.

The day of deposit is not counted; the last day counts whole, in the agency's zone; a last day that is not a working
day rolls to the next one (our safe reading of the decree; see docs/reference).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from engine.domain.business_calendar import BusinessCalendar


@dataclass(frozen=True)
class DeadlineRule:
    """One row of a family's deadlines.dmn. `days` counts from the event `starts`; `unit` is "calendar" or "working"."""

    code: str
    starts: str
    days: int
    unit: str
    roll: bool
    grade: str
    basis: dict[str, str] = field(default_factory=dict, hash=False)
    names: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class DueDate:
    """`on` is the legal day, `at` its last second (UTC), `unrolled` the day before any roll-over."""

    on: date
    at: datetime
    unrolled: date


def due_date(rule: DeadlineRule, started: datetime, calendar: BusinessCalendar) -> DueDate:
    """The date on which a deadline that started at the aware instant `started` ends."""
    first = calendar.local_day(started)
    last = _working_days_after(first, rule.days, calendar) if rule.unit == "working" else first + timedelta(rule.days)
    on = calendar.rolled(last) if rule.roll else last
    return DueDate(on, calendar.end_of(on), last)


def reminder_at(due: DueDate, days_before: int, calendar: BusinessCalendar) -> datetime:
    """The start of the local day that lies `days_before` the (rolled) due day."""
    return calendar.start_of(due.on - timedelta(days_before))


def days_left(due_on: date, now: datetime, calendar: BusinessCalendar) -> int:
    """Whole local days until the due day; 0 on it, negative when late. Compares dates, not seconds."""
    return (due_on - calendar.local_day(now)).days


def _working_days_after(day: date, count: int, calendar: BusinessCalendar) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day
