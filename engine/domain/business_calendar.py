"""Which days are working days, and why not.

A calendar is the base that a family's calendar.toml gives, overlaid with the changes recorded since (a decree, an
agency's own day). It is a value: computing with it never asks a table, and two computations with one calendar agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from engine.domain.working_hours import Hours, Ramadan
from engine.vocabulary import DayChangeKind, DayOffKind

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
#: Monday first, as in a calendar file.
WEEKDAYS = (
    {"ar": "الإثنين", "fr": "lundi", "en": "Monday"},
    {"ar": "الثلاثاء", "fr": "mardi", "en": "Tuesday"},
    {"ar": "الأربعاء", "fr": "mercredi", "en": "Wednesday"},
    {"ar": "الخميس", "fr": "jeudi", "en": "Thursday"},
    {"ar": "الجمعة", "fr": "vendredi", "en": "Friday"},
    {"ar": "السبت", "fr": "samedi", "en": "Saturday"},
    {"ar": "الأحد", "fr": "dimanche", "en": "Sunday"},
)


@dataclass(frozen=True)
class Holiday:
    """A day off. `provisional` until a decree fixes it (moving feasts follow the moon); `source` is that decree, or
    where the forecast comes from."""

    on: date
    names: Mapping[str, str] = field(hash=False)
    provisional: bool = False
    source: str = ""
    kind: DayOffKind = DayOffKind.MOVING

    @property
    def is_holiday(self) -> bool:
        """False for a plain day of the weekend."""
        return self.kind is not DayOffKind.WEEKEND


class FixedDay(NamedTuple):
    """A day off of every year from `from_year` to `until_year`, both included."""

    month: int
    day: int
    from_year: int
    names: Mapping[str, str]
    source: str = ""
    until_year: int = 9999


@dataclass(frozen=True)
class DayChange:
    """What was recorded about one day: the last word on it wins. `agency_id` None is for everybody."""

    number: int
    on: date
    kind: DayChangeKind
    names: Mapping[str, str] = field(hash=False)
    source: str = ""
    agency_id: str | None = None

    @property
    def holiday(self) -> Holiday | None:
        """The day off that it makes; None where it makes the day a working day."""
        if self.kind == DayChangeKind.CANCELLED:
            return None
        kind = DayOffKind.AGENCY if self.agency_id else DayOffKind.MOVING
        return Holiday(self.on, self.names, self.kind == DayChangeKind.PROVISIONAL, self.source, kind)


@dataclass(frozen=True)
class BusinessCalendar:
    """`weekend` holds ISO weekdays minus one (5 = Saturday); `fixed` are FixedDays or such tuples. `version` is the
    number of the last change in it, 0 for the calendar as deployed; `code` names what changes are recorded for,
    `country` (two letters) whose feasts are forecast."""

    zone: ZoneInfo
    weekend: frozenset[int]
    fixed: tuple[tuple, ...] = ()
    moving: tuple[Holiday, ...] = ()
    version: int = 0
    code: str = ""
    country: str = ""
    hours: Hours | None = None
    ramadan: tuple[Ramadan, ...] = ()
    changes: tuple[DayChange, ...] = ()
    _years: dict[int, dict[date, Holiday]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def changed(self, changes: Iterable[DayChange]) -> "BusinessCalendar":
        """This calendar with what was recorded: for everybody, and for one agency at most."""
        ordered = tuple(sorted((*self.changes, *changes), key=lambda change: change.number))
        return replace(self, changes=ordered, version=ordered[-1].number if ordered else self.version)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on `day`, if any; a plain day of the weekend is none."""
        off = self.why_off(day)
        return off if off is not None and off.is_holiday else None

    def holidays_in(self, year: int) -> list[Holiday]:
        """Every holiday of a year, in order."""
        return sorted((off for off in self._year(year).values() if off.is_holiday), key=lambda off: off.on)

    def why_off(self, day: date) -> Holiday | None:
        """Why `day` is no working day: its holiday, else the day of the weekend. None on a working day."""
        year = day.year
        return (self._years.get(year) or self._year(year)).get(day)

    def feast(self, day: date) -> list[Holiday]:
        """The set days in a row of one name that `day` belongs to, as the two of a feast; empty where it is none."""
        _, moving, own = self._layers(day.year)
        days, first = {**own, **moving}, day
        found = days.get(day)
        if found is None:
            return []
        while (before := days.get(first - _DAY)) and _alike(before, found):
            first -= _DAY
        run = []
        while (next_day := days.get(first + _DAY * len(run))) and _alike(next_day, found):
            run.append(next_day)
        return run

    def is_working(self, day: date) -> bool:
        return self.why_off(day) is None

    def rolled(self, day: date) -> date:
        """`day` itself, or the next working day. Raises ValueError if a year holds none."""
        for _ in range(366):
            if self.is_working(day):
                return day
            day += _DAY
        raise ValueError(f"the calendar has no working day in the year before {day}")

    def local_day(self, instant: datetime) -> date:
        """The calendar date of an aware instant in the agency's zone."""
        return instant.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The last second of the local `day`, as an aware UTC instant: the one before the next day starts, so that
        it is right too on a day whose last hour comes twice."""
        return self.start_of(day + _DAY) - _SECOND

    def start_of(self, day: date) -> datetime:
        """The first instant of the local `day`, as an aware UTC instant."""
        return datetime.combine(day, time(0), self.zone).astimezone(UTC)

    def hours_on(self, day: date) -> Hours | None:
        """When the doors are open, for people to know: no legal date ever follows from it. None on a day off, or
        where the calendar does not say."""
        if not self.is_working(day):
            return None
        ramadan = self.ramadan_on(day)
        return ramadan.hours if ramadan else self.hours

    def ramadan_on(self, day: date) -> Ramadan | None:
        return next((period for period in self.ramadan if period.first <= day <= period.last), None)

    def _year(self, year: int) -> dict[date, Holiday]:
        """Every day off of a year, worked out once."""
        days = self._years.get(year)
        if days is None:
            days = self._years[year] = {**self._weekends(year), **self._holidays(year)}
        return days

    def _weekends(self, year: int) -> dict[date, Holiday]:
        first = date(year, 1, 1)
        days = (first + _DAY * number for number in range((date(year, 12, 31) - first).days + 1))
        return {day: Holiday(day, WEEKDAYS[day.weekday()], kind=DayOffKind.WEEKEND)
                for day in days if day.weekday() in self.weekend}

    def _holidays(self, year: int) -> dict[date, Holiday]:
        fixed, moving, own = self._layers(year)
        both = {on: _together(fixed[on], moving[on]) for on in fixed.keys() & moving.keys()}
        return {**own, **moving, **fixed, **both}  # an agency adds days; of everybody's it changes not even the name

    def _layers(self, year: int) -> tuple[dict[date, Holiday], dict[date, Holiday], dict[date, Holiday]]:
        """Fixed days, days set for everybody, and the agency's own. Cancelling takes the set day, else the fixed one."""
        fixed = {date(year, each.month, each.day): each for each in (FixedDay(*entry) for entry in self.fixed)
                 if each.from_year <= year <= each.until_year and _exists(year, each)}
        layers = ({on: Holiday(on, each.names, source=each.source, kind=DayOffKind.FIXED) for on, each in fixed.items()},
                  {holiday.on: holiday for holiday in self.moving if holiday.on.year == year}, {})
        for change in (change for change in self.changes if change.on.year == year):
            layer = layers[2] if change.agency_id else layers[1]
            if change.holiday is not None:
                layer[change.on] = change.holiday
            elif layer.pop(change.on, None) is None and not change.agency_id:
                layers[0].pop(change.on, None)
        return layers


def _alike(one: Holiday, other: Holiday) -> bool:
    return (one.names, one.provisional, one.kind) == (other.names, other.provisional, other.kind)


def _together(fixed: Holiday, moving: Holiday) -> Holiday:
    """Two holidays on one day: it is off whatever becomes of the one that moves."""
    if fixed.names == moving.names:
        return fixed
    names = {language: " / ".join(each.names[language] for each in (fixed, moving) if language in each.names)
             for language in {*fixed.names, *moving.names}}
    return Holiday(fixed.on, names, source=fixed.source, kind=DayOffKind.FIXED)


def _exists(year: int, fixed: FixedDay) -> bool:
    """29 February does in leap years alone."""
    return (fixed.month, fixed.day) != (2, 29) or year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
