"""Somebody outside sends a message to whichever run waits for it under a business key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from engine.acts.exchange_messages import KEPT_FOR, new_message, payload_text
from engine.acts.work import Receipt, Work
from engine.definitions.message_names import caught_messages
from engine.domain.access import owns_processes
from engine.errors import Forbidden, Invalid, MessageRefused, MessageUnknown, NotFound
from engine.execution.messages import LONGEST_KEY
from engine.queries.messages import first_receiver
from engine.store.tables import ComplaintCase, MessageRow, ProcessFamily
from engine.store.writes import insert
from engine.vocabulary import MessageState

MOST_DAYS = 365


@dataclass(frozen=True)
class SendMessage:
    """`payload` holds named scalars and lists of scalars. The message is kept for `keep_days` days; it is delivered by
    `DeliverWaitingMessage`, at once or when a run comes to wait for it. `Receipt.id` is the message."""

    name: str
    business_key: str
    payload: Mapping = field(default_factory=dict)
    keep_days: int = KEPT_FOR.days


@dataclass(frozen=True)
class RetryMessage:
    """A message that failed or expired waits once more, as long as a new one."""

    message_id: str


def send_message(act: SendMessage, work: Work) -> Receipt:
    """Raises Forbidden, Invalid, MessageRefused for its payload, MessageUnknown where no process waits for that name."""
    _refuse_others(work)
    name, key = act.name.strip(), act.business_key.strip()
    for what, value in (("the name of the message", name), ("the business key", key)):
        if not 0 < len(value) <= LONGEST_KEY or not value.isprintable():
            raise Invalid(what=what, reason=f"it must have 1 to {LONGEST_KEY} printable signs")
    if not 1 <= act.keep_days <= MOST_DAYS:
        raise Invalid(what="the number of days to keep it", reason=f"choose 1 to {MOST_DAYS}")
    try:
        payload = payload_text(dict(act.payload), only_facts=True)
    except ValueError as problem:
        raise MessageRefused(message=name, reason=f"it {problem}") from None
    known = _known(work)
    if name not in known and first_receiver(work.session, name, key) is None:
        raise MessageUnknown(message=name, known=", ".join(sorted(known)) or "none")
    agency_id = work.session.scalar(select(ComplaintCase.agency_id).where(ComplaintCase.reference == key))
    row = new_message(name, key, payload, work.now, agency_id or work.by.agency_id, timedelta(days=act.keep_days))
    work.transaction.later(*insert(MessageRow, {**row, "sent_by": work.by.id}))
    return Receipt(id=row["id"])


def retry_message(act: RetryMessage, work: Work) -> Receipt:
    """Raises Forbidden, NotFound."""
    _refuse_others(work)
    row = work.session.get(MessageRow, act.message_id, with_for_update=True)
    if row is None or row.state not in (MessageState.FAILED, MessageState.EXPIRED):
        raise NotFound(what="failed or expired message", which=act.message_id)
    row.state, row.next_attempt_at, row.expires_at = MessageState.WAITING, work.now, work.now + KEPT_FOR
    row.attempts, row.last_error = 0, None
    return Receipt(id=row.id)


def _known(work: Work) -> set[str]:
    """The messages that some process in force waits for."""
    hashes = work.session.scalars(select(ProcessFamily.content_hash)).all()
    return {name for content_hash in set(hashes)
            for name in caught_messages(work.shelf.definition(content_hash, work.session))}


def _refuse_others(work: Work) -> None:
    if not owns_processes(work.by):
        raise Forbidden(who=work.by.name, what="send messages to running processes")
