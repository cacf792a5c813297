"""Messages between runs: who would take one, which wait for somebody, and who waits for what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from engine.store.tables import ComplaintCase, MessageRow, MessageWait, ProcessInstance
from engine.vocabulary import InstanceState, MessageState

UNDER_WAY = (InstanceState.RUNNING, InstanceState.INCIDENT)


@dataclass(frozen=True)
class Receiver:
    """A run that waits for the message; one that is stopped by an incident keeps its turn."""

    instance_id: str
    state: InstanceState
    started_at: datetime


@dataclass(frozen=True)
class WaitingMessage:
    """A message that nobody has taken. `sender` is the reference or id of the run it came from, None from outside."""

    id: str
    name: str
    key: str
    state: MessageState
    created_at: datetime
    expires_at: datetime
    attempts: int
    sender: str | None
    error: str | None


@dataclass(frozen=True)
class Wait:
    """A run that waits for a message: its name, the key it must carry, the run's reference or id."""

    name: str
    key: str | None
    run: str


def first_receiver(session: Session, name: str, key: str) -> Receiver | None:
    """Of the runs that wait for this message under this key, the one that began first."""
    run = ProcessInstance
    columns = (run.id, run.state, run.started_at, run.waiting_for)
    by_key = session.execute(select(*columns).where(run.business_key == key, run.state.in_(UNDER_WAY))).all()
    by_reference = session.execute(_of_case(*columns).where(ComplaintCase.reference == key, run.state.in_(UNDER_WAY))).all()
    by_wait = session.execute(
        select(*columns).join(MessageWait, MessageWait.instance_id == run.id)
        .where(MessageWait.message == name, MessageWait.business_key == key, run.state.in_(UNDER_WAY))).all()
    own = [row for row in (*by_key, *by_reference) if name in row.waiting_for.split("\n")]
    first = min((*own, *by_wait), key=lambda row: (row.started_at, row.id), default=None)
    return first and Receiver(first.id, InstanceState(first.state), first.started_at)


def addresses_of(session: Session, instance_id: str) -> set[tuple[str, str]]:
    """Name and key of every message that one run waits for."""
    run = session.execute(
        select(ProcessInstance.waiting_for, ProcessInstance.business_key, ComplaintCase.reference)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == ProcessInstance.id)
        .where(ProcessInstance.id == instance_id)).one()
    own = run.reference or run.business_key
    foreign = session.execute(select(MessageWait.message, MessageWait.business_key)
                              .where(MessageWait.instance_id == instance_id))
    return {(name, own) for name in run.waiting_for.split("\n") if name and own} | {tuple(row) for row in foreign}


def undelivered(session: Session, limit: int = 200) -> list[WaitingMessage]:
    """The messages that wait, failed or expired, newest first."""
    rows = session.execute(
        select(MessageRow, ComplaintCase.reference)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == MessageRow.from_instance_id)
        .where(MessageRow.state != MessageState.DELIVERED).order_by(MessageRow.id.desc())
        .limit(limit)).all()
    return [WaitingMessage(row.id, row.name, row.business_key, MessageState(row.state), row.created_at, row.expires_at,
                           row.attempts, reference or row.from_instance_id, row.last_error) for row, reference in rows]


def waits(session: Session, limit: int = 200) -> list[Wait]:
    """The runs that wait for a message, oldest first. A reader for people: it looks through the runs under way."""
    run = ProcessInstance
    rows = session.execute(
        select(run.id, run.business_key, run.waiting_for, ComplaintCase.reference)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == run.id)
        .where(run.state.in_(UNDER_WAY), or_(run.waiting_for != "", run.id.in_(select(MessageWait.instance_id))))
        .order_by(run.id).limit(limit)).all()  # ids grow with time
    foreign = session.execute(select(MessageWait.instance_id, MessageWait.message, MessageWait.business_key)
                              .where(MessageWait.instance_id.in_([row.id for row in rows]))).all()
    found = []
    for row in rows:
        name = row.reference or row.id
        found += [Wait(message, row.reference or row.business_key, name) for message in row.waiting_for.split("\n") if message]
        found += [Wait(wait.message, wait.business_key, name) for wait in foreign if wait.instance_id == row.id]
    return found


def _of_case(*columns) -> Select:
    return select(*columns).join(ComplaintCase, ComplaintCase.instance_id == ProcessInstance.id)
