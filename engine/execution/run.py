"""One run of a process, for the length of one transaction.

Start it or restore it, let people, messages and timers act on it, take the Advance, keep its snapshot, throw it away.
After an ExecutionFailed the object stands half-way and must be thrown away too.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed, InsafError, Invalid, ProcessStandsStill, RunawayProcess
from engine.execution import messages, reading, sending_back, snapshot
from engine.execution.host import Host
from engine.execution.joins import of_a_family
from engine.execution.shapes import Advance, ArmedTimer, AwaitedMessage, OpenTask, ThrownEvent
from engine.execution.specs import Spec
from engine.execution.timers import armed_timers, timers_in
from engine.execution.workflow import RunWorkflow
from engine.language import plain

MOST_STEPS = 300
NO_INSTANT = datetime(1, 1, 1, tzinfo=UTC)  # a restored run has no time until something happens to it


class Run:
    """See the module. `functions` is a factory: given the instant, it returns the functions expressions may call."""

    def __init__(self, workflow: RunWorkflow, host: Host):
        self._workflow, self._host = workflow, host
        self._journal = reading.Journal(workflow)
        self._broken = False
        self._thrown: list[ThrownEvent] = []

    @classmethod
    def start(cls, spec: Spec, variables: Mapping, now: datetime, functions: Callable | None = None,
              process_id: str | None = None) -> "Run":
        """A new run, advanced to its first waits."""
        host, spec = Host(functions, now), spec.for_one_run()
        process, variables = spec.process(process_id), _fit("variables", variables)
        with _translated(host):
            run = cls(RunWorkflow(process, spec.specs, host).begin(), host)
            run._workflow.task_tree.data.update(variables)
        run._act(lambda: None)
        return run

    @classmethod
    def restore(cls, spec: Spec, kept: bytes, functions: Callable | None = None) -> "Run":
        """The run of a snapshot, as it stood. Nothing is executed."""
        host = Host(functions, NO_INSTANT)
        with _translated(host):
            return cls(snapshot.unpack(kept, spec.for_one_run(), host), host)

    def complete(self, task_id: str, answers: Mapping, now: datetime, remove=()) -> None:
        """A person completes an open task. Raises Invalid for answers that cannot be kept, ExecutionFailed where the
        task is not open."""
        task = self._task(task_id)
        if task is None or task.state != TaskState.READY or not task.task_spec.manual:
            raise ExecutionFailed(element=task.task_spec.bpmn_id if task else task_id, reason="the task is not open")
        kept = _fit("answers", answers)

        def act():
            task.data.update(kept)
            for name in remove:
                task.data.pop(name, None)
            task.run()
            self._journal.completed(task)
        self._act(act, now)

    def fire(self, task_id: str, element_id: str, at: datetime) -> bool:
        """Let exactly this timer fire, whatever its due date; what it arms counts from `at`.

        False where no such timer is armed any more.
        """
        task = self._task(task_id)
        if task is None or task.state != TaskState.WAITING or task.id not in self._workflow.event_manager.tasks:
            return False
        timer = next((timer for timer in timers_in(task) if timer.name == element_id and timer.is_armed_in(task)), None)
        if timer is None:
            return False

        def act():
            timer.fire(task)
            task.task_spec._update(task)
        self._act(act, at)
        return True

    def deliver(self, message: str, payload: Mapping, now: datetime) -> bool:
        """Give a message, or a signal of that name, to whatever waits for it.

        False where nothing does, or where the correlation keys differ.
        """
        payload = _fit("payload", payload)
        return (self._catch(messages.message_event(self._workflow, message, payload), now)
                or self._catch(messages.signal_event(message, payload), now))

    def awaited(self) -> tuple[AwaitedMessage, ...]:
        """Every place that waits for a message now, the one reached first in front."""
        return self._waiting()[0]

    def hand_over(self, task_id: str, message: str, payload: Mapping, now: datetime) -> bool:
        """Give a message to exactly this place; whoever calls has compared the business key.

        False where it does not wait for it any more. Raises MessageRefused for a payload that lacks its correlation.
        """
        task, payload = self._task(task_id), _fit("payload", payload)
        event = None if task is None else messages.addressed_event(task, message, payload)
        if event is None:
            return False

        def act():
            task.task_spec.catch(task, event)
            task.task_spec._update(task)
        self._act(act, now)
        return True

    def signal(self, name: str, payload: Mapping, now: datetime) -> bool:
        """Broadcast a signal inside this run. False where nothing waits for it."""
        return self._catch(messages.signal_event(name, _fit("payload", payload)), now)

    def hindrance_to_return(self, element_id: str) -> str | None:
        """Why the run cannot be sent back to this user task, a code of sending_back.py; None where it can."""
        return sending_back.hindrance(self._workflow, element_id)

    def send_back(self, element_id: str, now: datetime, not_armed: Callable[[str], bool]) -> None:
        """Leave where the run stands and enter an earlier user task once more. Timers that `not_armed` names stay unarmed."""
        self._act(lambda: sending_back.send_back(self._workflow, element_id, not_armed), now)

    def cancel(self, now: datetime) -> None:
        """End the run where it stands."""
        self._host.set_now(now)
        with _translated(self._host):
            self._workflow.cancel()

    def packed(self) -> bytes:
        """The snapshot to keep. Packing costs as much as a step, so a transaction of many steps packs once."""
        self._refuse_broken()
        with _translated(self._host):
            return snapshot.pack(self._workflow)

    def advance(self, packed: bool = True) -> Advance:
        """What changed since the start or the restore, and the snapshot to keep (empty where it is not asked for). An agency's
        case that could never go on is refused; a bare diagram is told to be `stuck`."""
        self._refuse_broken()
        workflow = self._workflow
        open_tasks, armed = self.open_tasks(), self.armed()
        awaited, signals = self._waiting()
        kept = self.packed() if packed else b""
        ended = bool(workflow.completed)
        stuck = not (ended or open_tasks or armed or workflow.event_manager.tasks)
        if stuck and of_a_family(workflow.spec):
            raise ProcessStandsStill(element=["-", *self._journal.done][-1], reason="its branches wait for each other")
        return Advance(
            snapshot=kept, open_tasks=open_tasks, armed=armed, requests=tuple(self._host.requests),
            completed_elements=tuple(self._journal.done), entered_elements=self._journal.entered_elements(),
            variables=self.variables(), ended=ended, end_event=self._end_event() if ended else None,
            awaited=awaited, waiting_signals=signals, thrown=tuple(self._thrown),
            stuck=stuck)

    def variables(self) -> dict:
        """The case's variables, without data objects."""
        return reading.variables(self._workflow)

    def completed_elements(self) -> list[str]:
        """The element ids completed in the whole life of the run, repeated as often as they were."""
        return reading.completed_elements(self._workflow)

    def open_tasks(self) -> tuple[OpenTask, ...]:
        return reading.open_tasks(self._workflow)

    def armed(self) -> tuple[ArmedTimer, ...]:
        """All timers that wait now."""
        return armed_timers(self._workflow)

    def _refuse_broken(self) -> None:
        if self._broken:
            raise ExecutionFailed(element=self._host.at or "-", reason="the run failed before and cannot be kept")

    def _waiting(self):
        with _translated(self._host):
            return messages.waiting(self._workflow)

    def _task(self, task_id: str):
        return next((task for flow in self._workflow.flows() for task in flow.tasks.values() if task.is_called(task_id)), None)

    def _catch(self, event, now) -> bool:
        caught = []
        self._act(lambda: caught.append(self._workflow.event_manager.catch(event, internal=False)), now)
        return bool(caught[0])

    def _act(self, act: Callable[[], None], now: datetime | None = None) -> None:
        """Do one thing, then every automatic step up to the next waits."""
        if self._broken:
            raise ExecutionFailed(element=self._host.at or "-", reason="the run failed before and cannot go on")
        if now is not None:
            self._host.set_now(now)
        steps = 0

        def about_to_run(task):
            self._host.at = task.task_spec.bpmn_id or self._host.at

        def ran(task):
            nonlocal steps
            steps += 1
            if steps > MOST_STEPS:
                raise RunawayProcess(steps=MOST_STEPS, element=self._host.at)
            self._journal.completed(task)

        self._broken = True
        with _translated(self._host):
            act()
            self._workflow.do_engine_steps(about_to_run, ran)
            self._thrown += messages.thrown(self._workflow)
        self._broken = False

    def _end_event(self) -> str | None:
        ends = [task for task in self._workflow.tasks.values()
                if isinstance(task.task_spec, EndEvent) and task.state == TaskState.COMPLETED]
        return max(ends, key=lambda task: task.last_state_change).task_spec.bpmn_id if ends else None


def _fit(what: str, given: Mapping) -> dict:
    """The values as JSON can hold them. Raises Invalid."""
    try:
        return plain(given)
    except ValueError as problem:
        raise Invalid(what=what, reason=str(problem)) from None


class _translated:
    """Turns whatever the library raises into ExecutionFailed with the element it happened at."""

    def __init__(self, host: Host):
        self._host = host

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, trace):
        if problem is None or isinstance(problem, ExecutionFailed) or not isinstance(problem, Exception):
            return False
        element = self._host.at or "-"
        failed = getattr(problem, "task_spec", None)
        element = getattr(failed, "bpmn_id", None) or element
        raise ExecutionFailed(element=element, reason=_reason(problem)) from problem


def _reason(problem: Exception) -> str:
    cause = problem
    while cause is not None:  # the sentence of our own language says more than the library's wrapping
        if isinstance(cause, InsafError):
            return str(cause)
        cause = cause.__cause__ or cause.__context__ if not isinstance(cause, RecursionError) else None
    if isinstance(problem, RecursionError):
        return "the case has grown too deep"
    return f"{type(problem).__name__}: {problem}"[:300]
