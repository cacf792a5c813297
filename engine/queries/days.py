"""Instants as the calendar days of an agency."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.business_calendar import BusinessCalendar
from engine.errors import NoDefinition
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, ProcessFamily

_PLAIN = BusinessCalendar(ZoneInfo("UTC"), frozenset())


def calendar_of(session: Session, shelf: DefinitionShelf, person: Person) -> BusinessCalendar:
    """The calendar in force where the person works; of the first family for those of no agency."""
    family = session.scalar(select(Agency.family).where(Agency.id == person.agency_id)) if person.agency_id else None
    family = family or session.scalar(select(ProcessFamily.code).order_by(ProcessFamily.code).limit(1))
    try:
        return shelf.in_force(session, family)[1].calendar if family else _PLAIN
    except NoDefinition:
        return _PLAIN


def local_day_bounds(now: datetime, calendar: BusinessCalendar) -> tuple[datetime, datetime]:
    """The first instant and the last second of the local day of `now`, in UTC."""
    day = calendar.local_day(now)
    return calendar.start_of(day).astimezone(UTC), calendar.end_of(day)
