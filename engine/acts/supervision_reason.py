"""The reason without which no supervisor steps in: kept once in their words, and named in the history."""

import hashlib

from engine.acts.work import Work
from engine.errors import InvalidAnswers
from engine.queries.typed import typed
from engine.store.tables import SupervisionNote, new_id
from engine.store.writes import insert

LONGEST_REASON = 500


def reason_of(text: str) -> str:
    """The reason as it is kept. Raises InvalidAnswers for none, or one that is too long."""
    if not text.strip() or len(text) > LONGEST_REASON:
        raise InvalidAnswers({"reason": f"1 to {LONGEST_REASON} characters"})
    return typed(text, LONGEST_REASON)


def kept_reason(work: Work, instance_id: str, kind: str, reason: str, element_id: str | None = None,
                from_account: str | None = None, to_account: str | None = None) -> dict:
    """Keeps the reason with the commit; answers with what the event of that `kind` says of it: never the words."""
    note_id = new_id()
    work.transaction.later(*insert(SupervisionNote, {
        "id": note_id, "instance_id": instance_id, "kind": kind, "element_id": element_id, "reason": reason, "at": work.now,
        "by_account": work.by.id, "from_account": from_account, "to_account": to_account}))
    return {"note_id": note_id, "reason": digest_of(note_id, reason)}


def digest_of(note_id: str, reason: str) -> str:
    """What the history keeps of a reason."""
    return "sha256:" + hashlib.sha256(f"{note_id}\n{reason}".encode()).hexdigest()[:32]
