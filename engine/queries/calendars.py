"""Which calendars the processes in force follow, and whose days a change is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.errors import CalendarFixed, CalendarUnknown, NotFound
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, ProcessFamily


@dataclass(frozen=True)
class Scope:
    """A calendar, of everybody or with the own days of one agency. `definition` is the newest in force that has it."""

    code: str
    definition: Definition = field(repr=False)
    agency_id: str | None = None
    agency_code: str | None = None
    agency_names: Mapping[str, str] = field(default_factory=dict, hash=False)


def calendar_scope(session: Session, shelf: DefinitionShelf, calendar: str = "", agency_code: str | None = None) -> Scope:
    """The calendar with that code, or that an agency follows; the only one there is where neither is said.

    Raises NotFound for the agency, CalendarUnknown, CalendarFixed for an agency whose calendar has no code.
    """
    if agency_code:
        agency = session.scalars(select(Agency).where(Agency.code == agency_code)).first()
        if agency is None:
            raise NotFound(what="agency", which=agency_code[:20])
        definition = shelf.in_force(session, agency.family)[1]
        if not definition.calendar.code:
            raise CalendarFixed(family=agency.family)
        return Scope(definition.calendar.code, definition, agency.id, agency.code,
                     {language: agency.name(language) for language in ("ar", "fr", "en")})
    known = calendars_in_force(session, shelf)
    if not calendar and len(known) == 1:
        calendar = next(iter(known))
    if calendar not in known:
        raise CalendarUnknown(calendar=calendar[:40] or "?", known=", ".join(known) or "—")
    return Scope(calendar, known[calendar])


def calendars_in_force(session: Session, shelf: DefinitionShelf) -> dict[str, Definition]:
    """By code, in order, the definition in force that was deployed last among those that follow it."""
    found: dict[str, Definition] = {}
    hashes = session.scalars(
        select(ProcessFamily.content_hash).order_by(ProcessFamily.in_force_since.desc(), ProcessFamily.code))
    for content_hash in hashes:
        definition = shelf.definition(content_hash, session)
        if definition.calendar.code:
            found.setdefault(definition.calendar.code, definition)
    return dict(sorted(found.items()))
