"""Messages reach their receivers: claimed by time, delivered one at a time, never under the locks of two runs.

The sender's transaction only wrote a row. Here the receiver is locked first, then the message (instance, timer, rest),
so any number of workers may deliver, and two runs that write to each other never wait for each other.
"""

from dataclasses import dataclass
from datetime import timedelta

import orjson
from sqlalchemy import select

from engine.acts.start_by_message import start_by_message
from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.errors import Forbidden, MessageRefused, NotFound
from engine.queries.messages import first_receiver
from engine.store.tables import MessageRow
from engine.vocabulary import InstanceState, MessageState

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(days=1)
_DOUBLINGS = 11


@dataclass(frozen=True)
class ClaimWaitingMessages:
    """Answers with the messages for which a receiver is to be looked for now, oldest first. Each is left alone for 1, 2,
    4 … minutes then and a day at most, unless a run comes to wait for it. Those whose time is over expire."""

    limit: int = 50


@dataclass(frozen=True)
class DeliverWaitingMessage:
    """Delivers the oldest message of the same name and key to the run that waits for it, or starts the process that it
    starts. `Receipt.count` is 0 where nobody takes it now."""

    message_id: str


@dataclass(frozen=True)
class RecordFailedDelivery:
    """The run that took it failed. It stays for that run until the incident is settled; a run that it could not even
    start is for a person to look at."""

    message_id: str
    error: str


def claim_waiting_messages(act: ClaimWaitingMessages, work: Work) -> Receipt:
    """Raises Forbidden."""
    _refuse_people(work)
    rows = work.session.scalars(
        select(MessageRow).where(MessageRow.state == MessageState.WAITING, MessageRow.next_attempt_at <= work.now)
        .order_by(MessageRow.next_attempt_at, MessageRow.created_at, MessageRow.id).limit(act.limit)
        .with_for_update(skip_locked=True)).all()
    claimed = []
    for row in rows:
        if row.expires_at <= work.now:
            row.state = MessageState.FAILED if row.last_error else MessageState.EXPIRED
            row.next_attempt_at = None
            continue
        row.next_attempt_at = work.now + min(FIRST_PAUSE * 2 ** min(row.attempts, _DOUBLINGS), LONGEST_PAUSE)
        row.attempts += 1
        claimed.append(row)
    claimed.sort(key=lambda row: (row.created_at, row.id))
    return Receipt(count=len(rows), ids=tuple(row.id for row in claimed))


def deliver_waiting_message(act: DeliverWaitingMessage, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, ExecutionFailed, and CaseAlreadyEnded or IncidentOpen where the receiver was quicker."""
    _refuse_people(work)
    found = work.session.get(MessageRow, act.message_id)
    if found is None:
        raise NotFound(what="message", which=act.message_id)
    if found.state != MessageState.WAITING:
        return Receipt(instance_id=found.to_instance_id, id=found.id, repeated=True)
    receiver = first_receiver(work.session, found.name, found.business_key)
    if receiver is None:
        return start_by_message(found, work)
    if receiver.state != InstanceState.RUNNING:
        return Receipt(instance_id=receiver.instance_id, id=found.id)
    step = Step.load(work, receiver.instance_id)
    message = work.session.scalars(
        select(MessageRow).where(MessageRow.state == MessageState.WAITING, MessageRow.name == found.name,
                                 MessageRow.business_key == found.business_key)
        .order_by(MessageRow.created_at, MessageRow.id).limit(1).with_for_update()
        .execution_options(populate_existing=True)).first()
    taken = message is not None and _hand_over(step, message, work)
    step.fire_due()
    step.finish()
    return Receipt(step.name, step.change.instance_id, id=message.id if message else found.id, count=int(taken))


def record_failed_delivery(act: RecordFailedDelivery, work: Work) -> Receipt:
    """Raises Forbidden."""
    _refuse_people(work)
    row = work.session.get(MessageRow, act.message_id, with_for_update=True)
    if row is not None and row.state == MessageState.WAITING:
        row.last_error = act.error[:500]
        if first_receiver(work.session, row.name, row.business_key) is None:
            row.state, row.next_attempt_at = MessageState.FAILED, None
    return Receipt(id=act.message_id)


def _hand_over(step: Step, message: MessageRow, work: Work) -> bool:
    try:
        taken = step.hand_over(message.id, message.name, message.business_key, orjson.loads(message.payload), work.now)
    except MessageRefused as problem:
        message.state, message.next_attempt_at, message.last_error = MessageState.FAILED, None, str(problem)[:500]
        return False
    if taken:
        message.state, message.delivered_at, message.next_attempt_at = MessageState.DELIVERED, work.now, None
        message.to_instance_id, message.last_error = step.change.instance_id, None
    return taken


def _refuse_people(work: Work) -> None:
    if not work.by.is_system:
        raise Forbidden(who=work.by.name, what="do the work of the background worker")
