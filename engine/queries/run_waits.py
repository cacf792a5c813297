"""What one run waits for, and who waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person
from engine.queries.case_page import open_tasks
from engine.queries.late_rows import RunningClock, running_clocks
from engine.queries.messages import UNDER_WAY
from engine.queries.runs import RunRow, run_row, runs_seen
from engine.queries.standing import is_open_incident, is_pending
from engine.queries.task_rows import TaskRow, labels
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Incident, MessageRow, MessageWait, ProcessInstance, Timer
from engine.vocabulary import MessageState


@dataclass(frozen=True)
class PendingTimer:
    """`breaks_off`: what it hangs on ends when it rings; otherwise something happens beside it."""

    names: Mapping[str, str] = field(hash=False)
    due_at: datetime
    breaks_off: bool
    attempts: int


@dataclass(frozen=True)
class AwaitedMessage:
    """`names` is what the place that takes it is called in the diagram, empty where it has no name. `key` is what the message
    must carry when that is another run's reference or key; None for the run's own."""

    name: str
    names: Mapping[str, str] = field(hash=False)
    key: str | None


@dataclass(frozen=True)
class KeptMessage:
    """A message that nobody has taken yet; `other` names the run it comes from or is for, None from outside."""

    name: str
    key: str
    created_at: datetime
    expires_at: datetime
    state: str
    other: str | None


@dataclass(frozen=True)
class RunWaits:
    """`awaited_by` are runs that wait for a message with the key of this one; `sent` what it sent and nobody took."""

    run: RunRow
    tasks: tuple[TaskRow, ...]
    clocks: tuple[RunningClock, ...]
    timers: tuple[PendingTimer, ...]
    messages: tuple[AwaitedMessage, ...]
    incidents: tuple[Incident, ...]
    sent: tuple[KeptMessage, ...]
    awaited_by: tuple[tuple[str, str], ...]

    @property
    def waits_for_nothing(self) -> bool:
        return not (self.tasks or self.timers or self.messages or self.incidents)


def run_waits(session: Session, shelf: DefinitionShelf, instance_id: str, person: Person, now: datetime) -> RunWaits:
    """Raises NotFound, also for a run that this person may not look after."""
    row = run_row(session, shelf, person, instance_id)
    run = session.get(ProcessInstance, row.id)
    definition = shelf.definition(run.definition_hash, session)
    own = row.reference or run.business_key
    timers = session.scalars(select(Timer).where(Timer.instance_id == run.id, is_pending()).order_by(Timer.due_at)).all()
    others = session.scalars(select(MessageWait).where(MessageWait.instance_id == run.id)).all()
    messages = [AwaitedMessage(name, _taken_at(definition, name), None)
                for name in run.waiting_for.split("\n") if name and run.ended_at is None]
    return RunWaits(
        row, tuple(open_tasks(session, shelf, run.id, now)),
        tuple(running_clocks(session, shelf, [run.id], now).get(run.id, ())) if row.reference else (),
        tuple(PendingTimer(labels(definition, timer.element_id), timer.due_at, timer.interrupting, timer.attempts)
              for timer in timers),
        (*messages, *(AwaitedMessage(wait.message, _taken_at(definition, wait.message),
                                     None if wait.business_key == own else wait.business_key) for wait in others)),
        tuple(session.scalars(select(Incident).where(Incident.instance_id == run.id, is_open_incident()).order_by(Incident.at))),
        tuple(_sent(session, run.id)), tuple(_awaited_by(session, own, person)))


def _taken_at(definition: Definition, message: str) -> dict[str, str]:
    """The name of the first event of the diagram that takes the message."""
    taker = next((element for element in definition.elements.values() if element.default_name and any(
        part.kind == "message" and part.name == message for part in element.events)), None)
    return labels(definition, taker.id) if taker else {}


def _sent(session: Session, instance_id: str) -> list[KeptMessage]:
    rows = session.scalars(select(MessageRow).where(
        MessageRow.from_instance_id == instance_id, MessageRow.state != MessageState.DELIVERED)
        .order_by(MessageRow.created_at).limit(50))
    return [KeptMessage(row.name, row.business_key, row.created_at, row.expires_at, row.state, row.business_key) for row in rows]


def _awaited_by(session: Session, key: str | None, person: Person) -> list[tuple[str, str]]:
    """(what the other run is called, message) of those that wait for a message with this key."""
    if key is None:
        return []
    run = ProcessInstance
    rows = session.execute(
        select(MessageWait.message, run.id, run.business_key, ComplaintCase.reference)
        .join(run, run.id == MessageWait.instance_id).outerjoin(ComplaintCase, ComplaintCase.instance_id == run.id)
        .where(MessageWait.business_key == key, run.state.in_(UNDER_WAY), runs_seen(person)).limit(50))
    return [(row.reference or row.business_key or row.id, row.message) for row in rows]
