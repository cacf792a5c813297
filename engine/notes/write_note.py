"""Somebody of the agency notes something for the colleagues."""

from dataclasses import dataclass

from engine.acts.append_event import append_to
from engine.acts.work import Receipt, Work
from engine.domain.conversation_rights import digest_of, works_on_cases
from engine.errors import Forbidden, InvalidAnswers
from engine.queries.seen import case_to_change
from engine.queries.typed import typed
from engine.store.look_up import hold_instance
from engine.store.tables import new_id
from engine.store.tables.internal_note import InternalNote
from engine.store.writes import insert

LONGEST_NOTE = 4000


@dataclass(frozen=True)
class WriteNote:
    """Notes are added, also after the case has ended; nobody changes one."""

    reference: str
    text: str


def write_note(act: WriteNote, work: Work) -> Receipt:
    """The history is told who noted something and when, with a digest. Raises NotFound, Forbidden, InvalidAnswers."""
    found = case_to_change(work.session, act.reference, work.by)
    if not works_on_cases(work.by, found.agency_id):
        raise Forbidden(who=work.by.name, what=f"note anything on {found.reference}")
    text = typed(act.text, LONGEST_NOTE + 1)
    if not 0 < len(text) <= LONGEST_NOTE:
        raise InvalidAnswers({"text": f"1 to {LONGEST_NOTE} characters"})
    held = hold_instance(work.transaction, found.instance_id, work.by.id)
    work.held_at(held.now)
    row = {"id": new_id(), "instance_id": found.instance_id, "agency_id": found.agency_id, "by_account": work.by.id,
           "text": text, "at": work.now}
    append_to(work, held, "note_written", note_id=row["id"], digest=digest_of(row["id"], text))
    work.transaction.later(*insert(InternalNote, row))
    return Receipt(found.reference, found.instance_id, id=row["id"])
