"""The library's workflow with flat scans instead of tree walks, through public overrides only.

The library walks the whole task tree after every task and stops silently at depth 1,000: a long case would stall with
a ready task that nothing finds. A flat scan over the tasks costs a quarter and has no depth.
"""

from collections import Counter
from itertools import count

from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.execution.joins import met_at
from engine.execution.run_task import RunTask

NO_DEPTH_LIMIT = 10**9


class WholeEndJoin(_EndJoin):
    """The end of a process waits for every token in it, however deep the tree has grown by then."""

    def _run_hook(self, my_task):
        met, before = met_at(my_task, of_all_rounds=True), dict(my_task.workflow.data)
        result = super()._run_hook(my_task)
        if met is not None:
            my_task.data = met
            my_task.workflow.data = {**before, **met}
        return result

    def _check_threshold_unstructured(self, my_task):
        return not any(task._state & TaskState.NOT_FINISHED_MASK and task is not my_task and task.task_spec.name != "End"
                       for task in my_task.workflow.tasks.values())


class _Flat:
    def begin(self):
        """Draws in the first task, of our kind; the library would make one of its own."""
        self.task_tree = RunTask(self, self.spec.start, state=TaskState.FUTURE)
        self.task_tree.task_spec._predict(self.task_tree, mask=TaskState.NOT_FINISHED_MASK)
        self.task_tree._ready()
        return self

    def update_waiting_tasks(self):
        waiting = TaskState.WAITING
        for task in [task for task in self.tasks.values() if task._state == waiting]:
            if task._state == waiting and task.id in self.tasks:
                task.task_spec._update(task)

    def _task_removed_notify(self, task):
        """A task that leaves the tree takes its sub-process with it, and waits for nothing; the library would keep both."""
        super()._task_removed_notify(task)
        self.top_workflow.event_manager.remove_task(task)
        gone = self.top_workflow.subprocesses.pop(task.id, None)
        for inner in list(gone.tasks.values()) if gone is not None else ():
            gone._task_removed_notify(inner)

    def get_tasks(self, first_task=None, **wanted):
        if first_task is None and len(wanted) == 1:
            if wanted.get("state") in (TaskState.READY, TaskState.WAITING):
                state = wanted["state"]
                found = [task for flow in self.flows() for task in flow.tasks.values() if task._state == state]
                return found if len(found) < 2 else sorted(found, key=_place_in_the_tree)
            if "spec_name" in wanted:
                name = wanted["spec_name"]
                found = [task for flow in self.flows() for task in flow.tasks.values() if task.task_spec.name == name]
                return found if len(found) < 2 else sorted(found, key=_place_in_the_tree)
        wanted.setdefault("max_depth", NO_DEPTH_LIMIT)
        return super().get_tasks(first_task, **wanted)


def _nothing(task) -> None:
    pass


def _place_in_the_tree(task) -> tuple[int, ...]:
    """Sorts as the library walks: parents first, then a sub-process, then the children in their order."""
    place: list[int] = []
    flow = task.workflow
    while True:
        parent = task.parent
        if parent is not None:
            place.append(parent._children.index(task.id))
            task = parent
        elif flow.parent_task_id is not None:
            place.append(-1)
            task = flow.top_workflow.get_task_from_id(flow.parent_task_id)
            flow = task.workflow
        else:
            return tuple(reversed(place))


class SubRun(_Flat, BpmnSubWorkflow):
    """A sub-process or a called process inside a run, without tasks until it begins or its tasks are restored."""

    def __init__(self, spec, parent_task_id, top_workflow):
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)

    def flows(self):
        """This one and those inside it."""
        inside = [self]
        for flow in self.top_workflow.subprocesses.values():  # in the order of creation: parents come first
            if flow is not self and flow.parent_workflow in inside:
                inside.append(flow)
        return inside


class RunWorkflow(_Flat, BpmnWorkflow):
    """The run of the main process, without tasks until it begins or they are restored. `forgotten` counts by element what
    was completed and left out of snapshots since."""

    def __init__(self, spec, subprocess_specs, script_engine):
        self.forgotten: Counter = Counter()
        self.numbered_from(1)
        super().__init__(spec, subprocess_specs, script_engine, deserializing=True)

    def numbered_from(self, first: int) -> None:
        """Tasks made from here on get the numbers from this one on."""
        self._numbers = count(first)

    def next_number(self) -> int:
        return next(self._numbers)

    def flows(self):
        return [self, *self.subprocesses.values()]

    def do_engine_steps(self, will_complete_task=None, did_complete_task=None):
        """Every automatic step, the innermost process first. A step may end others with all that is in them (an error that is
        caught outside): what was ready there is not run any more."""
        while self._round(will_complete_task or _nothing, did_complete_task or _nothing):
            pass
        self.refresh_timers()

    def _round(self, before, after) -> bool:
        active = self.get_active_subprocesses()
        for flow in sorted(active, key=lambda flow: flow.depth, reverse=True):
            while self._run_ready(flow, before, after):
                pass
            holder = flow.parent_workflow.tasks.get(flow.parent_task_id) if self._has(flow) else None
            if holder is not None and not holder._state & TaskState.FINISHED_MASK:
                holder.task_spec._update(holder)
        return self._run_ready(self, before, after) or len(self.get_active_subprocesses()) > len(active)

    def _run_ready(self, flow, before, after) -> bool:
        ran = False
        for task in flow.get_tasks(state=TaskState.READY) if self._has(flow) else ():
            if task.task_spec.manual or task._state != TaskState.READY or not self._has(task.workflow) \
                    or task.id not in task.workflow.tasks:
                continue
            before(task)
            task.run()
            ran = True
            after(task)
        return ran

    def _has(self, flow) -> bool:
        return flow is self or self.subprocesses.get(flow.parent_task_id) is flow

    def create_subprocess(self, my_task, spec_name):
        made = SubRun(self.subprocess_specs[spec_name], my_task.id, self).begin()
        self.subprocesses[my_task.id] = made
        return made
