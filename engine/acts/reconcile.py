"""Once a minute: what the queue forgot is told to it again, what cannot be done is laid before people."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select

from engine.acts.claim_due import MOST_ATTEMPTS, refuse_people
from engine.acts.defer_letters import letter_key
from engine.acts.work import Receipt, Work
from engine.jobs import Deferred, JobKind
from engine.queries.standing import is_pending, is_to_send
from engine.store.tables import Incident, LetterRow, ProcessInstance, Timer, new_id
from engine.vocabulary import IncidentState, InstanceState

#: A letter that is due for longer has no job, or waits in a long queue, where its key is known.
GRACE = timedelta(minutes=1)
GIVEN_UP = "timer_given_up"


@dataclass(frozen=True)
class DeferForgottenLetters:
    """Letters due for a minute and not sent: their next try has come, or their job was lost. `count` in the receipt."""

    limit: int = 500


@dataclass(frozen=True)
class GiveUpOnTimers:
    """A timer that ended the worker itself at every try stops its case as an incident, where a person decides."""

    limit: int = 50


def defer_forgotten_letters(act: DeferForgottenLetters, work: Work) -> Receipt:
    """Raises Forbidden."""
    refuse_people(work)
    ids = work.session.scalars(
        select(LetterRow.id).where(is_to_send(), LetterRow.next_attempt_at <= work.now - GRACE)
        .order_by(LetterRow.next_attempt_at).limit(act.limit)).all()
    work.jobs.defer_all(work.session, JobKind.SEND_LETTER, [
        Deferred({"letter_id": letter_id}, letter_key(letter_id)) for letter_id in ids])
    return Receipt(count=len(ids))


def give_up_on_timers(act: GiveUpOnTimers, work: Work) -> Receipt:
    """Raises Forbidden. A case that somebody works on at this moment is left to the next minute."""
    refuse_people(work)
    hopeless = select(Timer.instance_id).where(
        is_pending(), Timer.due_at <= work.now, Timer.attempts >= MOST_ATTEMPTS,
        or_(Timer.lease_until.is_(None), Timer.lease_until < work.now))
    instances = work.session.scalars(
        select(ProcessInstance).where(ProcessInstance.id.in_(hopeless), ProcessInstance.state == InstanceState.RUNNING)
        .limit(act.limit).with_for_update(skip_locked=True)).all()
    for instance in instances:
        tries = work.session.scalar(select(func.max(Timer.attempts)).where(Timer.instance_id == instance.id, is_pending()))
        instance.state = InstanceState.INCIDENT
        work.session.add(Incident(
            id=new_id(), instance_id=instance.id, act="FireTimers", code=GIVEN_UP, at=work.now, state=IncidentState.OPEN,
            message=f"A timer was due and the worker ended {tries} times while firing it."))
    return Receipt(count=len(instances), ids=tuple(instance.id for instance in instances))
