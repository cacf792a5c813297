"""A message that no run waits for may start one: the process whose start event names it, once for each business key."""

import hashlib
from datetime import date

import orjson
from sqlalchemy import delete, select

from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.definitions.message_names import message_starts
from engine.errors import MessageRefused
from engine.store.tables import IdempotencyKey, MessageRow, ProcessFamily
from engine.vocabulary import MessageState


def start_by_message(found: MessageRow, work: Work) -> Receipt:
    """`Receipt.count` is 0 where no process in force starts with it, or where its key has started one before.

    Raises ExecutionFailed.
    """
    starts = _starts(found.name, work)
    if not starts:
        return Receipt(id=found.id)
    message = work.session.get(MessageRow, found.id, with_for_update=True, populate_existing=True)
    if message.state != MessageState.WAITING:
        return Receipt(instance_id=message.to_instance_id, id=message.id, repeated=True)
    if len(starts) > 1:
        families = ", ".join(sorted(family for family, _, _ in starts))
        return _failed(message, f"more than one process starts with the message {message.name}: {families}.")
    family, content_hash, start = starts[0]
    if start.once and not _is_first(work, family, start.process_id, message):
        return Receipt(id=message.id)
    step = Step.start(work, content_hash, {}, work.now, message.agency_id, process_id=start.process_id)
    step.change.business_key = message.business_key
    step.note("instance_started", work.now, process=start.process_id, message_id=message.id)
    step.begin()
    try:
        step.hand_over(message.id, message.name, message.business_key, orjson.loads(message.payload), work.now)
    except MessageRefused as problem:
        work.session.execute(delete(IdempotencyKey).where(IdempotencyKey.key == _claim(family, start.process_id, message)))
        return _failed(message, str(problem))
    step.fire_due()
    step.finish()
    message.state, message.delivered_at, message.next_attempt_at = MessageState.DELIVERED, work.now, None
    message.to_instance_id, message.last_error = step.change.instance_id, None
    return Receipt(instance_id=step.change.instance_id, id=message.id, count=1)


def _starts(name: str, work: Work) -> list:
    families = work.session.execute(select(ProcessFamily.code, ProcessFamily.content_hash)).all()
    return [(family, content_hash, start) for family, content_hash in families
            for start in message_starts(work.shelf.definition(content_hash, work.session)) if start.message == name]


def _is_first(work: Work, family: str, process_id: str, message: MessageRow) -> bool:
    """Decided by a unique row, so that of two workers at once the second waits and then knows. It never leaves: of the
    keys of forms those go by their date."""
    if work.session.connection().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite as dialect  # each is large, and no installation needs both
    else:
        from sqlalchemy.dialects import postgresql as dialect
    taken = work.session.execute(
        dialect.insert(IdempotencyKey).values(key=_claim(family, process_id, message), act=0, receipt="{}", used_on=date.max)
        .on_conflict_do_nothing().returning(IdempotencyKey.key)).first()
    return taken is not None


def _claim(family: str, process_id: str, message: MessageRow) -> str:
    address = f"{family}\0{process_id}\0{message.business_key}"
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def _failed(message: MessageRow, why: str) -> Receipt:
    message.state, message.next_attempt_at, message.last_error = MessageState.FAILED, None, why[:500]
    return Receipt(id=message.id)
