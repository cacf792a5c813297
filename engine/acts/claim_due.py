"""A worker takes what is due, for a while: leases in the database, so that two workers never take the same."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update

from engine.acts.work import Receipt, Work
from engine.errors import Forbidden
from engine.queries.standing import is_pending, is_to_send
from engine.store.tables import LetterRow, ProcessInstance, Timer
from engine.vocabulary import InstanceState, LetterState

#: A timer cannot fire twice whatever the leases say: its row decides, under the lock of its case. The lease only keeps two
#: workers from waiting for each other: what a killed worker held is due again after it. Not shorter, for a claimed timer may
#: wait in a queue behind the tens of thousands that are due at midnight.
TIMER_LEASE = timedelta(minutes=5)
#: Longer than the slowest sending (a mail server may take 20 seconds to each of nine answers): while it holds, nobody else
#: sends the letter.
LETTER_LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
_UNSENT = (LetterState.DUE, LetterState.SENDING, LetterState.FAILED)


@dataclass(frozen=True)
class ClaimDueTimers:
    """Answers with the instances of the due timers, oldest due first."""

    limit: int = 50


@dataclass(frozen=True)
class ClaimDueLetters:
    """Answers with the letters to send now, oldest first. One by one: the lease counts from the claim, and a letter that
    waits for others to be sent would be waiting in it."""

    limit: int = 1


@dataclass(frozen=True)
class RecordSending:
    """What became of a letter that the worker carried out. `error` empty means it left; `attempt` says which try this
    was, for after the lease another worker may have taken the letter over."""

    letter_id: str
    error: str = ""
    attempt: int | None = None


def claim_due_timers(act: ClaimDueTimers, work: Work) -> Receipt:
    """Raises Forbidden."""
    _refuse_people(work)
    rows = work.session.execute(
        select(Timer.instance_id, Timer.task_id, Timer.element_id)
        .join(ProcessInstance, ProcessInstance.id == Timer.instance_id)
        .where(is_pending(), Timer.due_at <= work.now,
               ProcessInstance.state == InstanceState.RUNNING,
               or_(Timer.lease_until.is_(None), Timer.lease_until < work.now))
        .order_by(Timer.due_at).limit(act.limit).with_for_update(of=Timer, skip_locked=True)
    ).all()
    for _, task_id, element_id in rows:
        work.session.execute(update(Timer).where(Timer.task_id == task_id, Timer.element_id == element_id)
                             .values(lease_until=work.now + TIMER_LEASE, attempts=Timer.attempts + 1)
                             .execution_options(synchronize_session=False))
    return Receipt(count=len(rows), ids=tuple(dict.fromkeys(row.instance_id for row in rows)))


def claim_due_letters(act: ClaimDueLetters, work: Work) -> Receipt:
    """Raises Forbidden."""
    _refuse_people(work)
    rows = work.session.scalars(
        select(LetterRow).where(is_to_send(),
                                LetterRow.next_attempt_at <= work.now)
        .order_by(LetterRow.next_attempt_at, LetterRow.id).limit(act.limit).with_for_update(skip_locked=True)
    ).all()
    for letter in rows:
        letter.state = LetterState.SENDING
        letter.attempts += 1
        letter.next_attempt_at = work.now + LETTER_LEASE
    return Receipt(count=len(rows), ids=tuple(letter.id for letter in rows))


def record_sending(act: RecordSending, work: Work) -> Receipt:
    """Marks the letter as sent, or sets the next try: after 1, 2, 4 … minutes, then failed for people to look at. That it
    left counts whoever says so; that it failed only from the worker whose try is the last."""
    _refuse_people(work)
    letter = work.session.get(LetterRow, act.letter_id, with_for_update=True)
    if letter is None or letter.state not in _UNSENT:
        return Receipt(id=act.letter_id)
    is_last_try = letter.state == LetterState.SENDING and act.attempt in (None, letter.attempts)
    if act.error and not is_last_try:
        return Receipt(id=act.letter_id)
    if not act.error:
        letter.state, letter.sent_at, letter.next_attempt_at, letter.last_error = LetterState.SENT, work.now, None, None
    elif letter.attempts >= MOST_ATTEMPTS:
        letter.state, letter.next_attempt_at, letter.last_error = LetterState.FAILED, None, act.error[:500]
    else:
        letter.state, letter.last_error = LetterState.DUE, act.error[:500]
        letter.next_attempt_at = work.now + timedelta(minutes=2 ** (letter.attempts - 1))
    return Receipt(id=act.letter_id)


def _refuse_people(work: Work) -> None:
    if not work.by.is_system:
        raise Forbidden(who=work.by.name, what="do the work of the background worker")
