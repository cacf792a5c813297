"""The notes of a case, for the people of the agency that wrote them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.conversation_rights import works_on_cases
from engine.errors import NotFound
from engine.queries.names import names_for
from engine.queries.seen import case_by_reference
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables.internal_note import InternalNote


@dataclass(frozen=True)
class Note:
    """An empty `text` was erased."""

    by_name: str
    text: str
    at: datetime


@dataclass(frozen=True)
class NotePage:
    """The notes, oldest first."""

    reference: str
    notes: tuple[Note, ...]


def notes_of(session: Session, shelf: DefinitionShelf, reference: str, person: Person) -> NotePage:
    """Only those of the person's own agency: what another one noted before it handed the case over stays there.

    Raises NotFound for everybody else, those who see every case among them.
    """
    case = case_by_reference(session, reference, person)
    if not works_on_cases(person, case.agency_id):
        raise NotFound(what="page", which="for you")
    rows = list(session.scalars(
        select(InternalNote).where(InternalNote.instance_id == case.instance_id, InternalNote.agency_id == person.agency_id)
        .order_by(InternalNote.at, InternalNote.id)))
    names = names_for(session, people={row.by_account for row in rows})
    return NotePage(case.reference, tuple(Note(names.people.get(row.by_account, ""), row.text, row.at) for row in rows))
