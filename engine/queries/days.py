"""Instants as the calendar days of an agency."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.business_calendar import BusinessCalendar
from engine.store.definition_shelf import DefinitionShelf

_PLAIN = BusinessCalendar(ZoneInfo("UTC"), frozenset())


def calendar_of(session: Session, shelf: DefinitionShelf, person: Person) -> BusinessCalendar:
    """The calendar in force where the person works; of the first family for those of no agency."""
    definition = shelf.in_force_where(session, person.agency_id)
    return definition.calendar if definition else _PLAIN


def local_day_bounds(now: datetime, calendar: BusinessCalendar) -> tuple[datetime, datetime]:
    """The first instant and the last second of the local day of `now`, in UTC."""
    day = calendar.local_day(now)
    return calendar.start_of(day).astimezone(UTC), calendar.end_of(day)
