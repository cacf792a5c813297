"""What the staff may report to a case from outside: a court has the matter, the Mediator has written."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person, holds_role
from engine.queries.case_page import run_of
from engine.queries.seen import case_by_reference
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Contact

#: The message of the diagram by who was seized.
SEIZURES = {"court": "court_seized", "mediator": "mediator_seized"}
REPORTED_BY = "reported_by"


def reporting_roles(definition: Definition, message: str) -> tuple[str, ...]:
    """The roles that may report it, as the events say that take the message (property `reported_by`)."""
    return tuple(dict.fromkeys(
        role for element in definition.elements.values()
        if any(part.kind == "message" and part.name == message for part in element.events)
        for role in element.properties.get(REPORTED_BY, "").replace(",", " ").split()))


def reportable(definition: Definition, waiting_for: Iterable[str], person: Person, agency_id: str | None) -> tuple[str, ...]:
    """Of "court" and "mediator" what this person may report now."""
    waiting = set(waiting_for)
    return tuple(by for by, message in SEIZURES.items() if message in waiting and any(
        holds_role(person, role, agency_id) for role in reporting_roles(definition, message)))


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
    may = () if run.is_over else reportable(
        shelf.definition(run.definition_hash, session), run.waiting_for, person, case.agency_id)
    return Reportable(case.reference, contact.subject if contact else "", may)
