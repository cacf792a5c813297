"""A worker takes what is due, for a while: leases in the database, so that two workers never take the same."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, or_, select, update

from engine.acts.work import Receipt, Work
from engine.errors import Forbidden
from engine.jobs import Deferred, JobKind
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
_NEVER_RETURNED = "The worker ended before the mail server had answered, each time."

_TIMER, _INSTANCE = Timer.__table__, ProcessInstance.__table__
_KEY = ("instance_id", "task_id", "element_id")
_DUE = (select(*(_TIMER.c[key] for key in _KEY)).join(_INSTANCE, _INSTANCE.c.id == _TIMER.c.instance_id)
        .where(is_pending(), _TIMER.c.due_at <= bindparam("now"), _TIMER.c.attempts < MOST_ATTEMPTS,
               _INSTANCE.c.state == InstanceState.RUNNING,
               or_(_TIMER.c.lease_until.is_(None), _TIMER.c.lease_until < bindparam("now")))
        .order_by(_TIMER.c.due_at).limit(bindparam("most")).with_for_update(of=_TIMER, skip_locked=True)).cte("due")
_CLAIM_TIMERS = (update(_TIMER).where(*(_TIMER.c[key] == _DUE.c[key] for key in _KEY))
                 .values(lease_until=bindparam("until"), attempts=_TIMER.c.attempts + 1)
                 .returning(_TIMER.c.instance_id, _TIMER.c.due_at))


@dataclass(frozen=True)
class ClaimDueTimers:
    """Answers with the instances of the due timers, oldest due first; `deferred` hands them to the queue as well. A claim
    whose lease ran out counts as none: so what a queue lost comes again."""

    limit: int = 50
    deferred: bool = False


@dataclass(frozen=True)
class ClaimDueLetters:
    """Answers with the letters to send now, oldest first. One by one: the lease counts from the claim, and a letter that
    waits for others to be sent would be waiting in it. `letter_id` asks for this one alone."""

    limit: int = 1
    letter_id: str | None = None


@dataclass(frozen=True)
class RecordSending:
    """What became of a letter that the worker carried out. `error` empty means it left; `attempt` says which try this
    was, for after the lease another worker may have taken the letter over."""

    letter_id: str
    error: str = ""
    attempt: int | None = None


def claim_due_timers(act: ClaimDueTimers, work: Work) -> Receipt:
    """One statement, and one more to defer what it found. Raises Forbidden."""
    refuse_people(work)
    now = work.clock.now()  # a claim moves no case: what fires is judged by the time that comes with the case's lock
    rows = work.session.connection().execute(_CLAIM_TIMERS, {
        "now": now, "until": now + TIMER_LEASE, "most": act.limit}).all()
    ids = tuple(dict.fromkeys(row.instance_id for row in sorted(rows, key=lambda row: row.due_at)))
    if act.deferred and ids:
        work.jobs.defer_all(work.session, JobKind.FIRE_TIMERS, [
            Deferred({"instance_id": instance_id}, f"timers:{instance_id}") for instance_id in ids])
    return Receipt(count=len(rows), ids=ids)


def claim_due_letters(act: ClaimDueLetters, work: Work) -> Receipt:
    """A letter whose sending ended the process itself, again and again, is given up. Raises Forbidden."""
    refuse_people(work)
    query = select(LetterRow).where(is_to_send(), LetterRow.next_attempt_at <= work.now)
    if act.letter_id is not None:
        query = query.where(LetterRow.id == act.letter_id)
    rows = work.session.scalars(query.order_by(LetterRow.next_attempt_at, LetterRow.id).limit(act.limit)
                                .with_for_update(skip_locked=True)).all()
    for letter in rows:
        if letter.attempts >= MOST_ATTEMPTS:
            letter.state, letter.next_attempt_at, letter.last_error = LetterState.FAILED, None, _NEVER_RETURNED
            continue
        letter.state = LetterState.SENDING
        letter.attempts += 1
        letter.next_attempt_at = work.now + LETTER_LEASE
    return Receipt(count=len(rows), ids=tuple(letter.id for letter in rows if letter.state == LetterState.SENDING))


def record_sending(act: RecordSending, work: Work) -> Receipt:
    """Marks the letter as sent, or sets the next try: after 1, 2, 4 … minutes, then failed for people to look at. That it
    left counts whoever says so; that it failed only from the worker whose try is the last."""
    refuse_people(work)
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


def refuse_people(work: Work) -> None:
    """Raises Forbidden."""
    if not work.by.is_system:
        raise Forbidden(who=work.by.name, what="do the work of the background worker")
