"""One case as a line of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.deadline import REPLY, days_left
from engine.queries.names import Names, names_for
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, Deadline, ProcessInstance
from engine.vocabulary import SETTLED_STATUSES, Kind


@dataclass(frozen=True)
class CaseRow:
    """`due_on` is the legal date of the reply; `days_left` counts to it: negative when late, None once answered.
    `breached`: it passed without a reply, also where one came afterwards."""

    reference: str
    subject: str
    kind: str
    complainant_name: str
    agency_code: str
    agency_names: Mapping[str, str] = field(hash=False)
    lodged_on: date
    due_on: date | None
    days_left: int | None
    status: str
    breached: bool
    confidential: bool


def _unless_confidential(column) -> ColumnElement[str]:
    """No list shows who wrote in confidence and what about: whoever may know opens the case."""
    return case((ComplaintCase.restricted_to.is_(None), func.coalesce(column, "")), else_="")


_SHOWN = (
    select(ComplaintCase.instance_id, ComplaintCase.agency_id, ComplaintCase.unit_id, ComplaintCase.reference,
           ComplaintCase.old_reference, ComplaintCase.kind, ComplaintCase.channel, ComplaintCase.status,
           ComplaintCase.outcome, ComplaintCase.lodged_at, ComplaintCase.answered_at, ComplaintCase.closed_at,
           _unless_confidential(Contact.name).label("complainant_name"),
           _unless_confidential(Contact.subject).label("subject"),
           ComplaintCase.restricted_to.is_not(None).label("confidential"), Deadline.due_on, Deadline.met_at,
           Deadline.breached_at, ProcessInstance.definition_hash)
    .select_from(ComplaintCase)
    .join(ProcessInstance, ProcessInstance.id == ComplaintCase.instance_id)
    .outerjoin(Contact, Contact.instance_id == ComplaintCase.instance_id)
    .outerjoin(Deadline, and_(Deadline.instance_id == ComplaintCase.instance_id, Deadline.code == REPLY)))


def case_lines(session: Session, conditions: Sequence, order: Sequence, limit: int) -> list[Row]:
    """The first `limit` cases under some conditions on ComplaintCase: first which, then what a list shows of them."""
    chosen = select(ComplaintCase.instance_id).where(*conditions).order_by(*order).limit(limit).subquery()
    return list(session.execute(_SHOWN.join(chosen, chosen.c.instance_id == ComplaintCase.instance_id).order_by(*order)))


def chosen_lines(session: Session, chosen: Select) -> list[Row]:
    """The same of cases that a statement names: `instance_id`, and the `place` by which they are sorted."""
    named = chosen.subquery()
    return list(session.execute(_SHOWN.add_columns(named.c.place).join(named, named.c.instance_id == ComplaintCase.instance_id)
                                .order_by(named.c.place, named.c.instance_id)))


def case_rows(session: Session, shelf: DefinitionShelf, lines: Sequence[Row], now: datetime) -> list[CaseRow]:
    """The rows of `case_lines`, with names and days."""
    names = names_for(session, {line.agency_id for line in lines})
    return [case_row(line, shelf.definition(line.definition_hash, session), names, now) for line in lines]


def case_row(line: Row, definition: Definition, names: Names, now: datetime) -> CaseRow:
    agency = names.agency(line.agency_id)
    return CaseRow(
        line.reference, line.subject, line.kind, line.complainant_name, agency.code, agency.names,
        definition.calendar.local_day(line.lodged_at), line.due_on, reply_days_left(line, definition, now), line.status,
        is_breached(line, definition), bool(line.confidential))


def is_breached(line: Row, definition: Definition) -> bool:
    """Did the legal date pass without a reply, whatever came later? Written down once it has; cases that were answered late
    before that was written, as those of former registers, are known by their two dates. Only a complaint is owed a reply by
    law: past the date of our own for an observation or a suggestion nothing is breached."""
    if line.kind != Kind.COMPLAINT:
        return False
    if line.breached_at is not None:
        return True
    return bool(line.due_on and line.met_at and definition.calendar.local_day(line.met_at) > line.due_on)


def reply_days_left(line: Row, definition: Definition, now: datetime) -> int | None:
    """Days until the legal date of a case that still waits for its reply; None for every other case."""
    if line.due_on is None or line.met_at is not None or line.status in SETTLED_STATUSES:
        return None
    return days_left(line.due_on, now, definition.calendar)
