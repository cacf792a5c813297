"""Which days are working days, and why not."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Holiday:
    """A day off. `provisional` until a decree fixes it (moving feasts follow the moon)."""

    on: date
    names: dict[str, str] = field(hash=False)
    provisional: bool = False


@dataclass(frozen=True)
class BusinessCalendar:
    """`weekend` holds ISO weekdays minus one (5 = Saturday); `fixed` is (month, day, from_year, names).
    `version` numbers the journaled changes that are in it; 0 is the calendar as deployed."""

    zone: ZoneInfo
    weekend: frozenset[int]
    fixed: tuple[tuple[int, int, int, dict], ...] = ()
    moving: tuple[Holiday, ...] = ()
    version: int = 0

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on `day`, if any."""
        for month, number, from_year, names in self.fixed:
            if (day.month, day.day) == (month, number) and day.year >= from_year:
                return Holiday(day, names)
        return next((holiday for holiday in self.moving if holiday.on == day), None)

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and self.holiday(day) is None

    def rolled(self, day: date) -> date:
        """`day` itself, or the next working day. Raises ValueError if a year holds none."""
        for _ in range(366):
            if self.is_working(day):
                return day
            day += timedelta(days=1)
        raise ValueError(f"the calendar has no working day in the year before {day}")

    def local_day(self, instant: datetime) -> date:
        """The calendar date of an aware instant in the agency's zone."""
        return instant.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The last second of the local `day`, as an aware UTC instant."""
        return datetime.combine(day, time(23, 59, 59), self.zone).astimezone(UTC)

    def start_of(self, day: date) -> datetime:
        """The first instant of the local `day`, as an aware UTC instant."""
        return datetime.combine(day, time(0), self.zone).astimezone(UTC)
