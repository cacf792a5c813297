"""What a person may see, as conditions of a query. Unknown and not theirs get the same answer: NotFound."""

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from engine.domain.access import Person, administers, sees_case, sees_every_agency
from engine.domain.reference_number import tidy_reference
from engine.errors import NotFound
from engine.queries.typed import typed
from engine.store.tables import Agency, ComplaintCase


def agency_seen(person: Person, column) -> ColumnElement[bool]:
    """The rows whose agency the person sees: all, their own, or none."""
    if sees_every_agency(person):
        return true()
    return column == person.agency_id if person.is_staff and person.agency_id else false()


def agency_administered(person: Person, column) -> ColumnElement[bool]:
    """The rows of agencies whose people and units this person may change. Raises NotFound for everybody else."""
    if administers(person, None):
        return true()
    if not administers(person, person.agency_id):
        raise NotFound(what="page", which="for you")
    return column == person.agency_id


def case_by_reference(session: Session, reference: str, person: Person) -> ComplaintCase:
    """The case of a reference as it was typed. Raises NotFound."""
    wanted = typed(reference)
    case = session.scalar(
        select(ComplaintCase).where(ComplaintCase.reference.in_({wanted, tidy_reference(wanted)}))
        .order_by(ComplaintCase.reference != wanted).limit(1))
    if case is None or not sees_case(person, case.agency_id, case.reference):
        raise NotFound(what="case", which=wanted[:60])
    return case


def agency_by_code(session: Session, code: str) -> Agency:
    """Raises NotFound."""
    agency = session.scalar(select(Agency).where(Agency.code == typed(code).upper()))
    if agency is None:
        raise NotFound(what="agency", which=code[:20])
    return agency
