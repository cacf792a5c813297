"""The register that the law asks for: every case lodged, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.reference_number import is_reference
from engine.queries.case_rows import case_lines, reply_days_left
from engine.queries.cursor import page_of, read_cursor
from engine.queries.days import calendar_of
from engine.queries.names import names_for
from engine.queries.seen import agency_seen
from engine.queries.text_match import case_matches
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, ComplaintCase, Contact
from engine.vocabulary import Channel, Kind, Status

CHUNK = 500


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


@dataclass(frozen=True)
class Register:
    rows: tuple[RegisterRow, ...]
    after: str | None
    total: int


def register(session: Session, shelf: DefinitionShelf, filters: RegisterFilters, person: Person, now: datetime,
             after: str | None = None, limit: int = 50) -> Register:
    """A page of the register, newest first. `total` counts everything that the filters let through."""
    conditions = _conditions(session, filters, person, calendar_of(session, shelf, person))
    query = case_lines().where(*conditions)
    place = read_cursor(after, datetime, str)
    if place:
        query = query.where(tuple_(ComplaintCase.lodged_at, ComplaintCase.instance_id) < tuple(place))
    query = query.order_by(ComplaintCase.lodged_at.desc(), ComplaintCase.instance_id.desc()).limit(limit + 1)
    lines, following = page_of(list(session.execute(query)), limit, lambda line: _place(line[0]))
    total = select(func.count()).select_from(ComplaintCase).where(*conditions)
    if filters.text.strip():
        total = total.outerjoin(Contact, Contact.instance_id == ComplaintCase.instance_id)
    return Register(tuple(_rows(session, shelf, lines, now)), following, session.scalar(total))


def register_rows(session: Session, shelf: DefinitionShelf, filters: RegisterFilters, person: Person,
                  now: datetime, chunk: int = CHUNK) -> Iterator[RegisterRow]:
    """The whole register in the order of lodging, read `chunk` cases at a time."""
    conditions = _conditions(session, filters, person, calendar_of(session, shelf, person))
    query = case_lines().where(*conditions).order_by(ComplaintCase.lodged_at, ComplaintCase.instance_id).limit(chunk)
    place = None
    while True:
        later = [tuple_(ComplaintCase.lodged_at, ComplaintCase.instance_id) > place] if place else []
        lines = list(session.execute(query.where(*later)))
        yield from _rows(session, shelf, lines, now)
        if len(lines) < chunk:
            return
        place = _place(lines[-1][0])
        session.expunge_all()  # a register of years must not stay in memory row by row


def _conditions(session: Session, filters: RegisterFilters, person: Person,
                calendar: BusinessCalendar) -> list[ColumnElement[bool]]:
    found = [agency_seen(person, ComplaintCase.agency_id)]
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
    if filters.text.strip():
        found.append(case_matches(filters.text))
    return found


def _rows(session: Session, shelf: DefinitionShelf, lines, now: datetime) -> list[RegisterRow]:
    names = names_for(session, {case.agency_id for case, *_ in lines}, {case.unit_id for case, *_ in lines})
    return [_row(*line, shelf, session, names, now) for line in lines]


def _row(case, contact, deadline, content_hash: str, shelf, session, names, now: datetime) -> RegisterRow:
    definition, agency = shelf.definition(content_hash, session), names.agency(case.agency_id)
    day = definition.calendar.local_day
    return RegisterRow(
        number=int(case.reference.split("-")[-2]) if is_reference(case.reference) else None,
        reference=case.reference, old_reference=case.old_reference, lodged_on=day(case.lodged_at), kind=case.kind,
        channel=case.channel, complainant_name=contact.name if contact else "",
        subject=contact.subject if contact else "", agency_code=agency.code, agency_names=agency.names,
        unit_names=names.units.get(case.unit_id or ""), status=case.status, outcome=case.outcome,
        due_on=deadline.due_on if deadline else None, days_left=reply_days_left(case, deadline, definition, now),
        answered_on=day(case.answered_at) if case.answered_at else None,
        closed_on=day(case.closed_at) if case.closed_at else None, imported=case.old_reference is not None)


def _place(case: ComplaintCase) -> tuple:
    return (case.lodged_at, case.instance_id)
