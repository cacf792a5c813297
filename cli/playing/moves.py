"""One move of a play: an act asked of the bus, then a look at where the instance stands. State is the database alone."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.run_instance import DeliverMessage, FireTimers, StartInstance
from engine.bootstrap import Insaf, bootstrap
from engine.clock import VirtualClock
from engine.definitions import Bundle
from engine.domain.access import Person
from engine.errors import DefinitionRefused, DefinitionUnreadable, InsafError, MessageNotExpected
from engine.execution import Run
from engine.settings import Settings
from engine.store.tables import ProcessInstance, Timer
from engine.vocabulary import InstanceState, TimerState


@dataclass(frozen=True)
class Deploy:
    bundle: bytes


@dataclass(frozen=True)
class Start:
    content_hash: str
    process_id: str | None
    variables: dict


@dataclass(frozen=True)
class Complete:
    instance_id: str
    task_id: str
    answers: dict
    remove: tuple[str, ...] = ()


@dataclass(frozen=True)
class Send:
    """The first of `names` that the instance waits for is delivered."""

    instance_id: str
    names: tuple[str, ...]
    payload: dict


@dataclass(frozen=True)
class PassTime:
    """Everything due at the present instant fires."""

    instance_id: str


@dataclass(frozen=True)
class Standing:
    """What one move led to. `refused` is a deployment refused, `failed` any other sentence, `unexpected` a message
    that nothing waits for."""

    instance_id: str = ""
    content_hash: str = ""
    state: str = ""
    open_tasks: tuple[tuple[str, str], ...] = ()
    next_due: datetime | None = None
    variables: dict = field(default_factory=dict)
    elements: tuple[str, ...] = ()
    refused: str = ""
    failed: str = ""
    unexpected: bool = False


def carry_out(insaf: Insaf, move) -> Standing:
    """Do one move and look. Refusals made on purpose come back as sentences."""
    by = Person.system()
    try:
        if isinstance(move, Deploy):
            receipt = insaf.bus.ask(DeployDefinition(Bundle.unpacked(move.bundle), note="play"), by=by)
            return Standing(content_hash=receipt.id)
        if isinstance(move, Start):
            started = insaf.bus.ask(StartInstance(move.content_hash, move.variables, move.process_id), by=by)
            return _look(insaf, started.instance_id)
        if isinstance(move, Complete):
            insaf.bus.ask(CompleteTask(move.task_id, move.answers, remove=move.remove), by=by)
        elif isinstance(move, PassTime):
            insaf.bus.ask(FireTimers(move.instance_id), by=by)
        elif not _sent(insaf, move, by):
            return Standing(instance_id=move.instance_id, unexpected=True)
        return _look(insaf, move.instance_id)
    except (DefinitionRefused, DefinitionUnreadable) as problem:
        return Standing(refused=str(problem))
    except InsafError as problem:
        return Standing(failed=str(problem))


def carry_out_alone(settings: Settings, now: datetime, move) -> Standing:
    """The same in a process that knows nothing yet."""
    insaf = bootstrap(settings, clock=VirtualClock(now))
    try:
        return carry_out(insaf, move)
    finally:
        insaf.database.close()


def _sent(insaf: Insaf, move: Send, by: Person) -> bool:
    for name in move.names:
        try:
            insaf.bus.ask(DeliverMessage(move.instance_id, name, move.payload), by=by)
            return True
        except MessageNotExpected:
            continue
    return False


def _look(insaf: Insaf, instance_id: str) -> Standing:
    with insaf.reading() as session:
        row = session.get(ProcessInstance, instance_id)
        due = session.scalar(select(func.min(Timer.due_at)).where(
            Timer.instance_id == instance_id, Timer.state == TimerState.PENDING))
        run = Run.restore(insaf.bus.specs.of(row.definition_hash), row.snapshot)
        open_tasks = run.open_tasks() if row.state == InstanceState.RUNNING else ()
        return Standing(
            instance_id=instance_id, content_hash=row.definition_hash, state=row.state,
            open_tasks=tuple((task.task_id, task.element_id) for task in open_tasks), next_due=due,
            variables=run.variables(), elements=tuple(run.completed_elements()))
