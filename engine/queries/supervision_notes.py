"""What supervisors wrote when they stepped in, for the timeline of the case; the staff alone reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.queries.names import LANGUAGES
from engine.store.tables import SupervisionNote


@dataclass(frozen=True)
class Noted:
    """The notes of a case by id, and the names of those who were given a task."""

    notes: Mapping[str, SupervisionNote]
    people: Mapping[str, str]

    def reason(self, body: Mapping) -> str:
        """The words behind an event; empty where it has none, or where they were erased."""
        note = self.notes.get(str(body.get("note_id")))
        return note.reason if note else ""

    def given_to(self, body: Mapping) -> dict[str, str]:
        """The name of the person, the same in every language."""
        note = self.notes.get(str(body.get("note_id")))
        return dict.fromkeys(LANGUAGES, self.people.get(note.to_account or "", "—")) if note else {}


def notes_of(session: Session, instance_id: str) -> dict[str, SupervisionNote]:
    """All notes of an instance by id."""
    found = session.scalars(select(SupervisionNote).where(SupervisionNote.instance_id == instance_id))
    return {note.id: note for note in found}
