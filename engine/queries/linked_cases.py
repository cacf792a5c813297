"""The cases that belong to a case: like ones that were found, and those it is joined to or that are joined to it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person
from engine.domain.likeness import same_person
from engine.queries.seen import case_seen
from engine.store.tables import CaseLink, ComplaintCase, Contact


@dataclass(frozen=True)
class LinkedCase:
    """`kind` is similar, duplicate, renewal or group; `is_parent`: the case asked about hangs on this one. `same_person`:
    lodged by the same complainant, as far as address, number and name tell."""

    reference: str
    kind: str
    is_parent: bool
    case_kind: str
    subject: str
    complainant_name: str
    status: str
    lodged_on: date
    same_person: bool
    undone_at: datetime | None


def linked_cases(session: Session, definition: Definition, instance_id: str, person: Person) -> list[LinkedCase]:
    """Newest first; none that this person may not see."""
    rows = session.execute(
        select(CaseLink, ComplaintCase, Contact)
        .join(ComplaintCase, or_(and_(CaseLink.child_id == instance_id, ComplaintCase.instance_id == CaseLink.parent_id),
                                 and_(CaseLink.parent_id == instance_id, ComplaintCase.instance_id == CaseLink.child_id)))
        .join(Contact, Contact.instance_id == ComplaintCase.instance_id)
        .where(or_(CaseLink.child_id == instance_id, CaseLink.parent_id == instance_id),
               case_seen(person))
        .order_by(ComplaintCase.lodged_at.desc(), ComplaintCase.instance_id)).all()
    mine = session.get(Contact, instance_id) if rows else None
    return [LinkedCase(
        reference=case.reference, kind=link.kind, is_parent=link.child_id == instance_id, case_kind=case.kind,
        subject=contact.subject, complainant_name=contact.name, status=case.status,
        lodged_on=definition.calendar.local_day(case.lodged_at), same_person=same_person(mine.known_by, contact.known_by),
        undone_at=link.undone_at) for link, case, contact in rows]
