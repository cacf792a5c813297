"""A run moved to another version of its process, without starting anything again.

The library's own migration resets what is open and counts every timer from now. Here the snapshot is rewritten instead:
each task takes the specification of the same name, open tasks keep their ids and variables, armed timers their dates,
what was predicted is predicted anew. The result is restored, let go, and compared with the run before; a difference is
a refusal, never a case that stands somewhere else.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.execution import messages, snapshot
from engine.execution.host import Host
from engine.execution.placing import Placing
from engine.execution.reading import open_tasks, variables
from engine.execution.rounds import forgettable
from engine.execution.run import NO_INSTANT
from engine.execution.shapes import AwaitedMessage, OpenTask, Standing, Verdict
from engine.execution.specs import Spec, Specs
from engine.execution.timers import armed_timers
from engine.execution.verdict import Findings
from engine.execution.versions import Sides

LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
MOST_WAYS, MOST_MOVERS = 5_000, 16


@dataclass(frozen=True)
class Moved:
    """The run on its new version. `tasks` are the open ones that are called or kept differently now; `timers` maps
    (task id, element) of every armed timer to the new element, None for one that ends; `interrupting` tells of those
    in which that changed; `awaited` is where it waits for messages, `awaited_before` where it did."""

    snapshot: bytes
    verdict: Verdict
    tasks: tuple[OpenTask, ...]
    timers: Mapping[tuple[str, str], str | None]
    interrupting: Mapping[tuple[str, str], bool]
    awaited_before: tuple[AwaitedMessage, ...]
    awaited: tuple[AwaitedMessage, ...]


class Mover:
    """Moves runs of one version to another. `choices` says what an element of the old version is to become: an element
    of the new one, or "cancel" for a timer or event that is to end."""

    def __init__(self, old: Spec, new: Spec, choices: Mapping[str, str] | None = None):
        self.old, self.new, self.choices = old, new, dict(choices or {})
        self._sides: dict[tuple[str, str], Sides] = {}
        self._known: dict[tuple, Verdict] = {}

    def verdict(self, kept: bytes) -> Verdict:
        """What would become of this run. Runs that went the same way are judged once."""
        body = snapshot.content(kept)
        way = (body["p"], tuple(
            tuple((row[1], row[2], row[3]) for row in flow["t"]) for flow in [body, *(flow for _, flow in body["i"])]))
        if way not in self._known:
            if len(self._known) > MOST_WAYS:
                self._known.clear()
            self._known[way] = self._judged(kept)
        return self._known[way]

    def move(self, kept: bytes) -> Moved:
        """Raises ExecutionFailed where the run would not stand where it stands."""
        workflow = self._restored(kept)
        found, body = self._placed(workflow)
        verdict = found.verdict()
        if verdict.kind != "moves":
            raise ExecutionFailed(element=",".join(verdict.choose) or "-", reason="the case does not move by itself")
        moved = snapshot.unpack(snapshot.compressed(body), self.new, Host(None, NO_INSTANT))
        _predict(moved)
        timers = found.timers(armed_timers(workflow))
        self._compare(workflow, moved, timers)
        ran = []
        moved.do_engine_steps(did_complete_task=ran.append)
        if ran:
            raise ExecutionFailed(element=ran[0].task_spec.bpmn_id or "-", reason="something ran that nobody asked for")
        self._compare(workflow, moved, timers)
        before = {(task.task_id, task.element_id, task.kind, task.lane) for task in open_tasks(workflow)}
        tasks = tuple(task for task in open_tasks(moved)
                      if (task.task_id, task.element_id, task.kind, task.lane) not in before)
        now = {(timer.task_id, timer.element_id): timer.interrupting for timer in armed_timers(moved)}
        interrupting = {key: now[key[0], timers[key]] for timer in armed_timers(workflow)
                        if timers[key := (timer.task_id, timer.element_id)]
                        and timer.interrupting != now[key[0], timers[key]]}
        return Moved(snapshot.pack(moved), verdict, tasks, timers, interrupting,
                     messages.waiting(workflow)[0], messages.waiting(moved)[0])

    def _judged(self, kept: bytes) -> Verdict:
        found, _ = self._placed(self._restored(kept))
        verdict = found.verdict()
        if verdict.kind != "moves":
            return verdict
        try:
            return self.move(kept).verdict
        except Exception as problem:  # whatever the library stumbles over here it would stumble over in the act
            element = getattr(problem, "fields", {}).get("element", "-")
            found.stays("stands_elsewhere", str(element))
            return found.verdict()

    def _restored(self, kept: bytes):
        return snapshot.unpack(kept, self.old.for_one_run(), Host(None, NO_INSTANT))

    def _placed(self, workflow) -> tuple[Findings, dict | None]:
        """What there is to say, and the content of the new snapshot where the run can be moved."""
        found = Findings(_standing(workflow), self.choices)
        name = workflow.spec.name
        if self.old.written or self.new.written:
            found.stays("event_sub_process", name)
        elif name not in self.new.specs:
            found.stays("process_gone", name)
        else:
            return found, self._body(workflow, found)
        return found, None

    def _body(self, workflow, found: Findings) -> dict | None:
        forgotten = forgettable(workflow)
        times = workflow.forgotten + forgotten.times
        placing = Placing(workflow, self._of(workflow.spec.name, workflow.spec.name), forgotten, found, times)
        body = {"p": workflow.spec.name, "b": snapshot.base_of(workflow), **placing.rows()}
        names, inner = {None: workflow.spec.name}, []
        for task_id, flow in workflow.subprocesses.items():
            if task_id in forgotten.flows:
                continue
            outer = self._of(flow.parent_workflow.spec.name, names[flow.parent_workflow.parent_task_id])
            holder = outer.becomes(flow.parent_workflow.tasks[task_id].task_spec)
            if holder is None or holder.spec not in self.new.specs:
                found.stays("sub_process_gone", flow.parent_workflow.tasks[task_id].task_spec.bpmn_id)
                return None
            names[task_id] = holder.spec
            inner.append([task_id, Placing(flow, self._of(flow.spec.name, holder.spec), forgotten, found, times).rows()])
        return {**body, "i": inner, "n": dict(times)}

    def _of(self, old_name: str, new_name: str) -> Sides:
        key = (old_name, new_name)
        if key not in self._sides:
            self._sides[key] = Sides(self.old.specs[old_name], self.new.specs[new_name], self.choices)
        return self._sides[key]

    @staticmethod
    def _compare(before, after, timers) -> None:
        expected = {(task_id, timers[task_id, element]) for task_id, element in timers if timers[task_id, element]}
        armed = {(timer.task_id, timer.element_id): timer.due_at for timer in armed_timers(after)}  # a date: armed anew
        for same, what in (
            ({task.task_id for task in open_tasks(before)} == {task.task_id for task in open_tasks(after)}, "open tasks"),
            (armed.keys() == expected and not any(armed.values()), "timers"),
            (variables(before) == variables(after), "variables"),
        ):
            if not same:
                raise ExecutionFailed(element="-", reason=f"its {what} would not be the same")


_movers: OrderedDict[tuple, Mover] = OrderedDict()
_lock = threading.Lock()


def mover(specs: Specs, old_hash: str, new_hash: str, choices: Mapping[str, str] | None = None) -> Mover:
    """The mover between two deployed definitions; comparing them costs more than moving a run, so the last few stay."""
    key = (old_hash, new_hash, tuple(sorted((choices or {}).items())))
    with _lock:
        if key in _movers:
            _movers.move_to_end(key)
            return _movers[key]
    made = Mover(specs.of(old_hash), specs.of(new_hash), choices)
    with _lock:
        _movers[key] = made
        while len(_movers) > MOST_MOVERS:
            _movers.popitem(last=False)
    return made


def _standing(workflow) -> Standing:
    """Where a run stands: the elements of its open tasks, and of all else that waits."""
    tasks = sorted({task.element_id for task in open_tasks(workflow)})
    waits = sorted({task.task_spec.bpmn_id for task in workflow.event_manager.tasks.values()
                    if task._state == TaskState.WAITING and task.task_spec.bpmn_id})
    return Standing(tuple(tasks), tuple(waits))


def _predict(workflow) -> None:
    """What may come next, as the library works it out when it enters a task; running on needs it."""
    for flow in workflow.flows():
        for task in [task for task in flow.tasks.values() if task._state & LIVE]:
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
