"""When the doors are open, and when the clocks change: facts that people are told, from which no legal date follows.

A legal day ends at midnight of the local day, in Ramadan as in any month and on the day the clocks change as well.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Hours:
    """Opening and closing time of a working day, local time."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Ramadan:
    """A month of fasting, first and last day included, with the hours of its working days."""

    first: date
    last: date
    hours: Hours
    provisional: bool = False
    source: str = ""


@dataclass(frozen=True)
class ClockChange:
    """The local day on which the legal time moves, and the offsets from UTC before and after."""

    on: date
    before: timedelta
    after: timedelta


def clock_changes(zone: ZoneInfo, year: int) -> list[ClockChange]:
    """The days of a year on which the clocks of a zone change, in order."""
    day, found = date(year, 1, 1), []
    while day.year == year:
        morrow = day + timedelta(days=1)
        before, after = _offset(zone, day), _offset(zone, morrow)
        if before != after:
            found.append(ClockChange(day, before, after))
        day = morrow
    return found


def _offset(zone: ZoneInfo, day: date) -> timedelta:
    return datetime.combine(day, time(0), zone).utcoffset()
