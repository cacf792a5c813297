"""What the worker needs to carry out one letter."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store.tables import LetterRow


@dataclass(frozen=True)
class LetterToSend:
    """`attempt` counts the tries, this one included."""

    id: str
    attempt: int
    key: str
    recipient: str
    subject: str
    body: str
    language: str


def letter_to_send(session: Session, letter_id: str) -> LetterToSend:
    """Raises NotFound."""
    row = session.get(LetterRow, letter_id)
    if row is None:
        raise NotFound(what="letter", which=letter_id)
    return LetterToSend(row.id, row.attempts, row.key, row.recipient, row.subject, row.body, row.language)
