"""What a person may see, as conditions of a query. Unknown and not theirs get the same answer: NotFound."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from engine.domain.access import Person, administers, sees_case, sees_every_agency
from engine.domain.reference_number import tidy_reference
from engine.errors import NotFound
from engine.queries.typed import typed
from engine.store.tables import Agency, CaseTransfer, ComplaintCase, PersonComplainedAbout
from engine.vocabulary import DISPATCHER, TransferState

_OTHER = aliased(ComplaintCase)


def agency_seen(person: Person, column) -> ColumnElement[bool]:
    """The rows whose agency the person sees: all, their own, or none."""
    if sees_every_agency(person):
        return true()
    return column == person.agency_id if person.is_staff and person.agency_id else false()


def case_seen(person: Person) -> ColumnElement[bool]:
    """The cases that the person may read: of their agency, not confidential to others, not about themselves."""
    if person.is_system:
        return true()
    return and_(agency_seen(person, ComplaintCase.agency_id), _is_open_to(person, ComplaintCase),
                ~is_about(person, ComplaintCase.instance_id))


def case_counted(person: Person) -> ColumnElement[bool]:
    """The cases that a list shows the person: what they may read, and for those who look after every agency the reference and
    the dates of confidential ones as well. `case_rows.case_lines` leaves the text of those out."""
    if not sees_every_agency(person) or person.is_system:
        return case_seen(person)
    return ~is_about(person, ComplaintCase.instance_id)


def is_hidden(person: Person, column) -> ColumnElement[bool]:
    """For rows that name a run in `column`: it is a case of the person's agency which they may not read."""
    if person.is_system:
        return false()
    confidential = exists().where(_OTHER.instance_id == column, _OTHER.restricted_to.is_not(None), ~_is_open_to(person, _OTHER))
    return or_(confidential, is_about(person, column))


def is_about(person: Person, column) -> ColumnElement[bool]:
    """Does the case of the run in `column` complain about this person? There are few of those, so they are read once, not asked
    after for each row."""
    if person.id is None:
        return false()
    return column.in_(select(PersonComplainedAbout.instance_id).where(PersonComplainedAbout.account_id == person.id))


def is_offered(person: Person, column) -> ColumnElement[bool]:
    """The case of the run in `column` waits for this person's agency to take it over, and they are who answers for it."""
    if DISPATCHER not in person.roles or person.agency_id is None:
        return false()
    return exists().where(CaseTransfer.instance_id == column, CaseTransfer.to_agency_id == person.agency_id,
                          CaseTransfer.state == TransferState.OFFERED)


def _is_open_to(person: Person, case) -> ColumnElement[bool]:
    its_role = case.restricted_to.in_(sorted(person.roles)) if person.agency_id else false()
    return or_(case.restricted_to.is_(None), and_(its_role, case.agency_id == person.agency_id))


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
    found = session.execute(
        select(ComplaintCase, is_about(person, ComplaintCase.instance_id), is_offered(person, ComplaintCase.instance_id))
        .where(ComplaintCase.reference.in_({wanted, tidy_reference(wanted)}))
        .order_by(ComplaintCase.reference != wanted).limit(1)).one_or_none()
    if found is None or not _may_read(person, *found):
        raise NotFound(what="case", which=wanted[:60])
    return found[0]


def _may_read(person: Person, case: ComplaintCase, is_named: bool, offered: bool) -> bool:
    if offered and not is_named and case.restricted_to is None:
        return True
    return sees_case(person, case.agency_id, case.reference, case.restricted_to, is_named)


def case_to_change(session: Session, reference: str, person: Person) -> ComplaintCase:
    """The case that an act is about, by its exact reference; one that is only offered is not theirs to change. Raises
    NotFound."""
    found = session.execute(
        select(ComplaintCase, is_about(person, ComplaintCase.instance_id))
        .where(ComplaintCase.reference == typed(reference))).one_or_none()
    if found is None or not _may_read(person, *found, offered=False):
        raise NotFound(what="case", which=reference)
    return found[0]


def agency_by_code(session: Session, code: str) -> Agency:
    """Raises NotFound."""
    agency = session.scalar(select(Agency).where(Agency.code == typed(code).upper()))
    if agency is None:
        raise NotFound(what="agency", which=code[:20])
    return agency
