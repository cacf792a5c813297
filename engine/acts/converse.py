"""Complainant and agency write to each other on a case, beside its diagram: nothing moves by it, and no clock stops."""

from dataclasses import dataclass, field

from sqlalchemy import func, select

from engine.acts.append_event import append_to
from engine.acts.attach_files import NewAttachment, keep_attachments
from engine.acts.defer_letters import defer_letters
from engine.acts.message_letter import message_letter
from engine.acts.work import Receipt, Work
from engine.domain.conversation_rights import digest_of, works_on_cases
from engine.errors import ConversationClosed, Forbidden, InvalidAnswers, TooManyMessages
from engine.queries.seen import case_to_change
from engine.queries.typed import typed
from engine.store.look_up import Held, hold_instance
from engine.store.tables import ConversationMessage, LetterRow, new_id
from engine.store.writes import insert, update
from engine.vocabulary import InstanceState

LONGEST_MESSAGE = 4000
MOST_UNANSWERED = 10


@dataclass(frozen=True)
class WriteInConversation:
    """Who asks decides the direction: the complainant writes to the agency, its people write to the complainant."""

    reference: str
    text: str
    attachments: tuple[NewAttachment, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class SettleMessages:
    """The complainant's messages were read, and none of them needs an answer."""

    reference: str


def write_in_conversation(act: WriteInConversation, work: Work) -> Receipt:
    """`count` in the receipt is 1 where a letter tells the complainant, which may go by post; 0 where the family has no such
    letter or the complainant wrote.

    Raises NotFound, Forbidden, InvalidAnswers, ConversationClosed, TooManyMessages, FileRefused, TooLarge.
    """
    held, by_complainant = _held(work, act.reference)
    text = typed(act.text, LONGEST_MESSAGE + 1)
    if not 0 < len(text) <= LONGEST_MESSAGE:
        raise InvalidAnswers({"text": f"1 to {LONGEST_MESSAGE} characters"})
    if by_complainant:
        _refuse_flood(work, held)
    row = {"id": new_id(), "instance_id": held.instance.id, "by_account": work.by.id, "text": text,
           "language": held.case.language, "at": work.now, "answered_at": None, "letter_id": None}
    told = {"message_id": row["id"], "digest": digest_of(row["id"], text), "files": len(act.attachments)}
    letters = [] if by_complainant else message_letter(work, held, row["id"], text)
    if letters:
        row["letter_id"] = told["letter_id"] = letters[0]["id"]
    append_to(work, held, "complainant_wrote" if by_complainant else "agency_wrote", **told)
    if not by_complainant:
        _answer(work, held)
    work.transaction.later(*insert(ConversationMessage, row), *insert(LetterRow, *letters))
    keep_attachments(work, held.instance.id, None, act.attachments, work.now, message_id=row["id"])
    defer_letters(work, letters)
    return Receipt(held.case.reference, held.instance.id, id=row["id"], count=len(letters))


def settle_messages(act: SettleMessages, work: Work) -> Receipt:
    """`count` is how many there were; none is no error. Raises NotFound, Forbidden."""
    held, by_complainant = _held(work, act.reference, may_be_over=True)
    if by_complainant:
        raise Forbidden(who=work.by.name, what="say that a message needs no answer")
    waiting = _unanswered(work, held)
    if waiting:
        append_to(work, held, "messages_settled", count=waiting)
        _answer(work, held)
    return Receipt(held.case.reference, held.instance.id, count=waiting)


def _held(work: Work, reference: str, may_be_over: bool = False) -> tuple[Held, bool]:
    """The case under its lock, and whether its complainant asks."""
    found = case_to_change(work.session, reference, work.by)
    by_complainant = work.by.reference is not None
    if not by_complainant and not works_on_cases(work.by, found.agency_id):
        raise Forbidden(who=work.by.name, what=f"write to the complainant of {found.reference}")
    held = hold_instance(work.transaction, found.instance_id, work.by.id)
    work.held_at(held.now)
    if not may_be_over and held.instance.state in (InstanceState.ENDED, InstanceState.CANCELLED):
        raise ConversationClosed(reference=found.reference)
    return held, by_complainant


def _refuse_flood(work: Work, held: Held) -> None:
    if _unanswered(work, held) >= MOST_UNANSWERED:
        raise TooManyMessages(reference=held.case.reference, most=MOST_UNANSWERED)


def _unanswered(work: Work, held: Held) -> int:
    return work.session.scalar(
        select(func.count()).select_from(ConversationMessage)
        .where(ConversationMessage.instance_id == held.instance.id, ConversationMessage.by_account.is_(None),
               ConversationMessage.answered_at.is_(None)))


def _answer(work: Work, held: Held) -> None:
    """The row written in this very act is the agency's, and so not meant."""
    work.transaction.later(update(
        ConversationMessage, {"instance_id": held.instance.id, "by_account": None, "answered_at": None}, answered_at=work.now))
