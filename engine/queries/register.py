"""The register that the law asks for: every case lodged, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Row, func, select, tuple_
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.reference_number import is_reference
from engine.queries.case_rows import case_lines, is_breached, reply_days_left
from engine.queries.cursor import page_of, read_cursor
from engine.queries.days import calendar_of
from engine.queries.names import Names, names_for
from engine.queries.seen import case_counted, case_seen
from engine.queries.text_match import NEWEST_MATCHES, case_matches
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, ComplaintCase
from engine.vocabulary import Channel, Kind, Status

CHUNK = 2000
NEWEST = (ComplaintCase.lodged_at.desc(), ComplaintCase.instance_id.desc())


@dataclass(frozen=True)
class RegisterFilters:
    """Days of lodging, both included; None and "" filter nothing."""

    from_on: date | None = None
    to_on: date | None = None
    kind: Kind | None = None
    status: Status | None = None
    channel: Channel | None = None
    agency_code: str | None = None
    text: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """`number` is the running number inside a reference of ours; None for one that a former register gave."""

    number: int | None
    reference: str
    old_reference: str | None
    lodged_on: date
    kind: str
    channel: str
    complainant_name: str
    subject: str
    agency_code: str
    agency_names: Mapping[str, str] = field(hash=False)
    unit_names: Mapping[str, str] | None = field(hash=False)
    status: str
    outcome: str | None
    due_on: date | None
    days_left: int | None
    answered_on: date | None
    closed_on: date | None
    imported: bool
    breached: bool
    confidential: bool


@dataclass(frozen=True)
class Register:
    rows: tuple[RegisterRow, ...]
    after: str | None
    total: int


def register(session: Session, shelf: DefinitionShelf, filters: RegisterFilters, person: Person, now: datetime,
             after: str | None = None, limit: int = 50) -> Register:
    """A page of the register, newest first. `total` counts everything that the filters let through."""
    conditions = _conditions(session, filters, person, calendar_of(session, shelf, person))
    place = read_cursor(after, datetime, str)
    earlier = [tuple_(ComplaintCase.lodged_at, ComplaintCase.instance_id) < tuple(place)] if place else []
    newest = NEWEST_MATCHES if filters.text.strip() else NEWEST
    found = case_lines(session, conditions + earlier, newest, limit + 1)
    lines, following = page_of(found, limit, _place)
    total = session.scalar(select(func.count()).select_from(ComplaintCase).where(*conditions))
    return Register(tuple(_rows(session, shelf, lines, now)), following, total)


def register_rows(session: Session, shelf: DefinitionShelf, filters: RegisterFilters, person: Person,
                  now: datetime, chunk: int = CHUNK) -> Iterator[RegisterRow]:
    """The whole register in the order of lodging, read `chunk` cases at a time."""
    conditions = _conditions(session, filters, person, calendar_of(session, shelf, person))
    oldest = (ComplaintCase.lodged_at, ComplaintCase.instance_id)
    place = None
    while True:
        later = [tuple_(*oldest) > place] if place else []
        lines = case_lines(session, conditions + later, oldest, chunk)
        yield from _rows(session, shelf, lines, now)
        if len(lines) < chunk:
            return
        place = _place(lines[-1])


def _conditions(session: Session, filters: RegisterFilters, person: Person,
                calendar: BusinessCalendar) -> list[ColumnElement[bool]]:
    is_search = bool(filters.text.strip())  # who wrote is what a name in the search would tell
    found = [case_seen(person) if is_search else case_counted(person)]
    if filters.from_on:
        found.append(ComplaintCase.lodged_at >= calendar.start_of(filters.from_on))
    if filters.to_on and filters.to_on < date.max:
        found.append(ComplaintCase.lodged_at < calendar.start_of(filters.to_on + timedelta(days=1)))
    for column, wanted in ((ComplaintCase.kind, filters.kind), (ComplaintCase.status, filters.status),
                           (ComplaintCase.channel, filters.channel)):
        if wanted:
            found.append(column == wanted)
    if filters.agency_code:
        agency_id = session.scalar(select(Agency.id).where(Agency.code == typed(filters.agency_code).upper()))
        found.append(ComplaintCase.agency_id == (agency_id or ""))
    if is_search:
        found.append(case_matches(filters.text))
    return found


def _rows(session: Session, shelf: DefinitionShelf, lines, now: datetime) -> list[RegisterRow]:
    names = names_for(session, {line.agency_id for line in lines}, {line.unit_id for line in lines})
    definitions = {content_hash: shelf.definition(content_hash, session)
                   for content_hash in {line.definition_hash for line in lines}}
    return [_row(line, definitions[line.definition_hash], names, now) for line in lines]


def _row(line: Row, definition: Definition, names: Names, now: datetime) -> RegisterRow:
    agency, day = names.agency(line.agency_id), definition.calendar.local_day
    return RegisterRow(
        number=int(line.reference.split("-")[-2]) if is_reference(line.reference) else None,
        reference=line.reference, old_reference=line.old_reference, lodged_on=day(line.lodged_at), kind=line.kind,
        channel=line.channel, complainant_name=line.complainant_name, subject=line.subject, agency_code=agency.code,
        agency_names=agency.names, unit_names=names.units.get(line.unit_id or ""), status=line.status,
        outcome=line.outcome, due_on=line.due_on, days_left=reply_days_left(line, definition, now),
        answered_on=day(line.answered_at) if line.answered_at else None,
        closed_on=day(line.closed_at) if line.closed_at else None, imported=line.old_reference is not None,
        breached=is_breached(line, definition), confidential=bool(line.confidential))


def _place(line: Row) -> tuple:
    return (line.lodged_at, line.instance_id)
