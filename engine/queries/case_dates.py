"""The dates of one case alone, each with its reasons: the small page behind the dates in lists, and the shell."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.case_page import run_of
from engine.queries.deadline_rows import DeadlineRow, deadline_rows
from engine.queries.seen import case_by_reference
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Contact


@dataclass(frozen=True)
class CaseDates:
    """`deadlines` are in the order of their due days."""

    reference: str
    subject: str
    deadlines: tuple[DeadlineRow, ...]


def case_dates(session: Session, shelf: DefinitionShelf, reference: str, person: Person, now: datetime) -> CaseDates:
    """Raises NotFound for an unknown reference and for a case of another agency."""
    case = case_by_reference(session, reference, person)
    run = run_of(session, case.instance_id)
    contact = session.get(Contact, case.instance_id)
    return CaseDates(case.reference, contact.subject if contact else "",
                     tuple(deadline_rows(session, shelf, case.instance_id, case.agency_id, now, run.is_over)))
