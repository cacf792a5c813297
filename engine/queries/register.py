"""The register that the law asks for: every case lodged, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice

from sqlalchemy import ColumnElement, Row, func, select, tuple_
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.reference_number import is_reference
from engine.queries.case_rows import case_lines, is_breached, reply_days_left
from engine.queries.cursor import page_of, read_cursor
from engine.queries.days import calendar_of
from engine.queries.given_away import given_away, given_lines
from engine.queries.names import Names, names_for
from engine.queries.seen import case_counted, case_seen
from engine.queries.text_match import NEWEST_MATCHES, case_matches, given_matches
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, CaseTransfer, ComplaintCase
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
    moved_on: date | None = None
    moved_to: Mapping[str, str] | None = field(default=None, hash=False)


@dataclass(frozen=True)
class Register:
    """`total` counts the cases, `given_away` those that are another agency's by now: each case counts once, where it is."""

    rows: tuple[RegisterRow, ...]
    after: str | None
    total: int
    given_away: int = 0


def register(session: Session, shelf: DefinitionShelf, filters: RegisterFilters, person: Person, now: datetime,
             after: str | None = None, limit: int = 50) -> Register:
    """A page of the register, newest first, with the lines of cases that were given away among them."""
    calendar = calendar_of(session, shelf, person)
    conditions, gone = _conditions(session, filters, person, calendar), _gone(session, filters, person, calendar)
    place = read_cursor(after, datetime, str)
    earlier = [tuple_(ComplaintCase.lodged_at, ComplaintCase.instance_id) < tuple(place)] if place else []
    newest = NEWEST_MATCHES if filters.text.strip() else NEWEST
    found = case_lines(session, conditions + earlier, newest, limit + 1)
    if gone is not None:
        before = [tuple_(CaseTransfer.lodged_at, CaseTransfer.instance_id) < tuple(place)] if place else []
        found += given_lines(session, gone + before, (CaseTransfer.lodged_at.desc(), CaseTransfer.instance_id.desc()), limit + 1)
        found.sort(key=_place, reverse=True)
    lines, following = page_of(found, limit, _place)
    total = session.scalar(select(func.count()).select_from(ComplaintCase).where(*conditions))
    moved = session.scalar(select(func.count()).select_from(CaseTransfer).where(*gone)) if gone is not None else 0
    return Register(tuple(_rows(session, shelf, lines, now)), following, total, moved)


def register_rows(session: Session, shelf: DefinitionShelf, filters: RegisterFilters, person: Person,
                  now: datetime, chunk: int = CHUNK) -> Iterator[RegisterRow]:
    """The whole register in the order of lodging, read `chunk` cases at a time."""
    calendar = calendar_of(session, shelf, person)
    own = _own_lines(session, _conditions(session, filters, person, calendar), chunk)
    gone = _gone(session, filters, person, calendar)
    given = given_lines(session, gone, (CaseTransfer.lodged_at, CaseTransfer.instance_id), None) if gone is not None else []
    lines = merge(own, given, key=_place)
    while part := list(islice(lines, chunk)):
        yield from _rows(session, shelf, part, now)


def _own_lines(session: Session, conditions: list[ColumnElement[bool]], chunk: int) -> Iterator[Row]:
    oldest = (ComplaintCase.lodged_at, ComplaintCase.instance_id)
    place = None
    while True:
        later = [tuple_(*oldest) > place] if place else []
        lines = case_lines(session, conditions + later, oldest, chunk)
        yield from lines
        if len(lines) < chunk:
            return
        place = _place(lines[-1])


def _gone(session: Session, filters: RegisterFilters, person: Person, calendar: BusinessCalendar) -> list | None:
    """Conditions on CaseTransfer; None where no such line is wanted."""
    own = person.agency_id and session.get(Agency, person.agency_id)
    if not own or filters.status not in (None, Status.TRANSFERRED) or (
            filters.agency_code and typed(filters.agency_code).upper() != own.code):
        return None
    row, found = CaseTransfer, [given_away(person), *_lodged(CaseTransfer.lodged_at, filters, calendar)]
    found += [column == wanted for column, wanted in ((row.kind, filters.kind), (row.channel, filters.channel)) if wanted]
    return found + ([given_matches(filters.text)] if filters.text.strip() else [])


def _lodged(column, filters: RegisterFilters, calendar: BusinessCalendar) -> list[ColumnElement[bool]]:
    found = [column >= calendar.start_of(filters.from_on)] if filters.from_on else []
    if filters.to_on and filters.to_on < date.max:
        found.append(column < calendar.start_of(filters.to_on + timedelta(days=1)))
    return found


def _conditions(session: Session, filters: RegisterFilters, person: Person,
                calendar: BusinessCalendar) -> list[ColumnElement[bool]]:
    is_search = bool(filters.text.strip())  # who wrote is what a name in the search would tell
    found = [case_seen(person) if is_search else case_counted(person),
             *_lodged(ComplaintCase.lodged_at, filters, calendar)]
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
    own, gone = [], []
    for line in lines:
        (gone if hasattr(line, "CaseTransfer") else own).append(line)
    agencies = {line.agency_id for line in own} | {one for line in gone for one in (
        line.CaseTransfer.from_agency_id, line.CaseTransfer.to_agency_id)}
    names = names_for(session, agencies, {line.unit_id for line in own})
    hashes = {line.definition_hash for line in own} | {line.CaseTransfer.definition_hash for line in gone}
    definitions = {content_hash: shelf.definition(content_hash, session) for content_hash in hashes}
    return [_given_row(line, definitions[line.CaseTransfer.definition_hash], names) if hasattr(line, "CaseTransfer")
            else _row(line, definitions[line.definition_hash], names, now) for line in lines]


def _given_row(line: Row, definition: Definition, names: Names) -> RegisterRow:
    """Received, and given to whom; what became of it stands in the register of the other agency."""
    gone, day = line.CaseTransfer, definition.calendar.local_day
    agency = names.agency(gone.from_agency_id)
    return RegisterRow(
        number=_number(gone.reference), reference=gone.reference, old_reference=None, lodged_on=day(gone.lodged_at),
        kind=gone.kind, channel=gone.channel, complainant_name=line.name, subject=line.subject, agency_code=agency.code,
        agency_names=agency.names, unit_names=None, status=Status.TRANSFERRED, outcome=None, due_on=None, days_left=None,
        answered_on=None, closed_on=None, imported=False, breached=False, confidential=False, moved_on=day(gone.moved_at),
        moved_to=names.agency(gone.to_agency_id).names)


def _number(reference: str) -> int | None:
    return int(reference.split("-")[-2]) if is_reference(reference) else None


def _row(line: Row, definition: Definition, names: Names, now: datetime) -> RegisterRow:
    agency, day = names.agency(line.agency_id), definition.calendar.local_day
    return RegisterRow(
        number=_number(line.reference),
        reference=line.reference, old_reference=line.old_reference, lodged_on=day(line.lodged_at), kind=line.kind,
        channel=line.channel, complainant_name=line.complainant_name, subject=line.subject, agency_code=agency.code,
        agency_names=agency.names, unit_names=names.units.get(line.unit_id or ""), status=line.status,
        outcome=line.outcome, due_on=line.due_on, days_left=reply_days_left(line, definition, now),
        answered_on=day(line.answered_at) if line.answered_at else None,
        closed_on=day(line.closed_at) if line.closed_at else None, imported=line.old_reference is not None,
        breached=is_breached(line, definition), confidential=bool(line.confidential))


def _place(line: Row) -> tuple:
    return (line.lodged_at, line.instance_id)
