"""What the staff may report to a case from outside: a court has the matter, the Mediator has written."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person, holds_role
from engine.queries.case_page import run_of
from engine.queries.seen import case_by_reference
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact

#: The message of the diagram by who was seized.
SEIZURES = {"court": "court_seized", "mediator": "mediator_seized"}
REPORTED_BY = "reported_by"


def reporting_roles(definition: Definition, message: str) -> tuple[str, ...]:
    """The roles that may report it, as the events say that take the message (property `reported_by`)."""
    return tuple(dict.fromkeys(
        role for element in definition.elements.values()
        if any(part.kind == "message" and part.name == message for part in element.events)
        for role in element.listed(REPORTED_BY)))


def may_report(definition: Definition, message: str, person: Person, case: ComplaintCase) -> bool:
    """Of a confidential case those report it who may see it: the roles that the diagram names know nothing of it."""
    roles = reporting_roles(definition, message) if case.restricted_to is None else (case.restricted_to,)
    return any(holds_role(person, role, case.agency_id) for role in roles)


@dataclass(frozen=True)
class Reportable:
    """`by` holds "court", "mediator", both or neither: what this person may report to the case now."""

    reference: str
    subject: str
    by: tuple[str, ...]


def reportable_to(session: Session, shelf: DefinitionShelf, reference: str, person: Person) -> Reportable:
    """Raises NotFound for an unknown reference and for a case of another agency."""
    case = case_by_reference(session, reference, person)
    run, contact = run_of(session, case.instance_id), session.get(Contact, case.instance_id)
    definition, waits = shelf.definition(run.definition_hash, session), set() if run.is_over else set(run.waiting_for)
    may = tuple(by for by, message in SEIZURES.items() if message in waits and may_report(definition, message, person, case))
    return Reportable(case.reference, contact.subject if contact else "", may)
