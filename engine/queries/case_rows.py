"""One case as a line of a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.deadline import days_left
from engine.queries.names import names_for
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, Deadline, ProcessInstance
from engine.vocabulary import SETTLED_STATUSES

REPLY = "reply"


@dataclass(frozen=True)
class CaseRow:
    """`due_on` is the legal date of the reply; `days_left` counts to it: negative when late, None once answered."""

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


def case_lines() -> Select:
    """(case, contact, reply deadline, definition hash) of every case; add the conditions, the order and the limit."""
    return (
        select(ComplaintCase, Contact, Deadline, ProcessInstance.definition_hash)
        .join(ProcessInstance, ProcessInstance.id == ComplaintCase.instance_id)
        .outerjoin(Contact, Contact.instance_id == ComplaintCase.instance_id)
        .outerjoin(Deadline, and_(Deadline.instance_id == ComplaintCase.instance_id, Deadline.code == REPLY))
    )


def case_rows(session: Session, shelf: DefinitionShelf, lines, now: datetime) -> list[CaseRow]:
    """The rows of `case_lines`, with names and days."""
    lines = list(lines)
    names = names_for(session, {case.agency_id for case, *_ in lines})
    return [case_row(case, contact, deadline, shelf.definition(content_hash, session), names, now)
            for case, contact, deadline, content_hash in lines]


def case_row(case, contact, deadline, definition: Definition, names, now: datetime) -> CaseRow:
    agency = names.agency(case.agency_id)
    return CaseRow(
        case.reference, contact.subject if contact else "", case.kind, contact.name if contact else "",
        agency.code, agency.names, definition.calendar.local_day(case.lodged_at),
        deadline.due_on if deadline else None, reply_days_left(case, deadline, definition, now), case.status)


def reply_days_left(case, deadline, definition: Definition, now: datetime) -> int | None:
    """Days until the legal date of a case that still waits for its reply; None for every other case."""
    if deadline is None or deadline.met_at is not None or case.status in SETTLED_STATUSES:
        return None
    return days_left(deadline.due_on, now, definition.calendar)
