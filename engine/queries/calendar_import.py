"""What a file or a forecast would add to a calendar, looked at before anything is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from engine.definitions.holiday_forecast import forecast
from engine.definitions.icalendar_file import DayFound, days_in
from engine.domain.access import Person, keeps_calendar
from engine.domain.business_calendar import BusinessCalendar
from engine.errors import NotFound
from engine.queries.calendar_page import calendar_of_scope
from engine.store.definition_shelf import DefinitionShelf


@dataclass(frozen=True)
class DayProposed:
    """A day of the file. `known` names the holiday that the calendar has on it already; such a day is not offered."""

    on: date
    names: Mapping[str, str] = field(hash=False)
    provisional: bool
    known: Mapping[str, str] | None = field(hash=False)


@dataclass(frozen=True)
class ImportPreview:
    """`source` is what would be recorded as the source of each day."""

    source: str
    days: tuple[DayProposed, ...]

    @property
    def new(self) -> tuple[DayProposed, ...]:
        return tuple(day for day in self.days if day.known is None)


def file_preview(session: Session, shelf: DefinitionShelf, data: bytes, file: str, person: Person, code: str = "",
                 agency_code: str | None = None) -> ImportPreview:
    """Raises CalendarFileRefused, NotFound."""
    calendar = _calendar(session, shelf, person, code, agency_code)
    return ImportPreview(file, _compared(calendar, days_in(data, file)))


def forecast_preview(session: Session, shelf: DefinitionShelf, year: int, person: Person, code: str = "",
                     agency_code: str | None = None) -> ImportPreview:
    """The moving feasts of a year, for everybody alone. Raises Invalid where the calendar names no country, NotFound."""
    calendar = _calendar(session, shelf, person, code, agency_code)
    if not 2000 <= year <= 2100:
        raise NotFound(what="year", which=year)
    days, source = forecast(calendar, year)
    return ImportPreview(source, _compared(calendar, days))


def _calendar(session: Session, shelf: DefinitionShelf, person: Person, code: str, agency_code: str | None) -> BusinessCalendar:
    scope, calendar = calendar_of_scope(session, shelf, code, agency_code)
    if not keeps_calendar(person, scope.agency_id):
        raise NotFound(what="calendar", which=agency_code or code)
    return calendar


def _compared(calendar: BusinessCalendar, days: Iterable[DayFound]) -> tuple[DayProposed, ...]:
    known = {day.on: calendar.holiday(day.on) for day in days}
    return tuple(DayProposed(day.on, _complete(day.names, calendar), day.provisional,
                             known[day.on].names if known[day.on] else None) for day in days)


def _complete(names: Mapping[str, str], calendar: BusinessCalendar) -> dict[str, str]:
    """The calendar's own names of a feast it knows by one of them; the other languages stay empty for people to fill."""
    feasts = [*(day.names for day in calendar.moving), *(entry[3] for entry in calendar.fixed)]
    same = next((feast for feast in feasts if set(feast.values()) & set(names.values())), None)
    return dict(same or names)
