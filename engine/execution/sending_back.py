"""A stopped run goes back to a user task it has passed, as if its diagram had drawn that return.

The library's own reset drops what came after the task, the sub-processes that held it and with them every timer on their
borders, which would count anew. Here nothing that has happened is touched: what the run stands on is cancelled, and the
earlier task is entered once more below it. Whatever encloses both, with its timers, goes on as it was.

That is sound where the run stands at one place only within the process that holds both, and where no gateway ahead waits
for a branch that could not come any more. Everything else is refused.
"""

from collections.abc import Callable

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.execution.versions import COPY, SPLIT, ahead, is_human, missing_branches

LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
NO_PLACE = (BoundaryEvent, BoundaryEventJoin, _EndJoin)
#: Why a run cannot go back to an element: no such task or not one place only, done in copies, it stands there, several branches
#: are under way, a gateway ahead would wait for a branch that does not come.
UNKNOWN, COPIES, THERE, BRANCHES, GATEWAY = "unknown", "copies", "there", "branches", "gateway"


def hindrance(workflow, element_id: str) -> str | None:
    """One of the codes above; None where the run can go back there."""
    way = _way_to(workflow, element_id)
    if way is None:
        return UNKNOWN
    if any(name.endswith(COPY) for name in way) or not is_human(_spec_of(workflow, way)):
        return COPIES
    flow, inward = _deepest(workflow, way)
    standing = _standing(flow)
    if len(standing) != 1:
        return BRANCHES
    if standing[0].task_spec.name == inward[0]:
        return THERE
    return GATEWAY if _waits_in_vain(workflow, flow.spec, inward) else None


def send_back(workflow, element_id: str, not_armed: Callable[[str], bool]) -> None:
    """Enters the task once more. `not_armed` names the timers that must not be armed by that, as they were reached before.

    Raises ExecutionFailed where `hindrance` has something to say.
    """
    found = hindrance(workflow, element_id)
    if found is not None:
        raise ExecutionFailed(element=element_id, reason=f"the run cannot go back there ({found})")
    flow, inward = _deepest(workflow, _way_to(workflow, element_id))
    for place, name in enumerate(inward):
        [stands] = _standing(flow)
        entered = _entered(flow, _outermost(stands), name)
        _leave_unarmed(entered, not_armed)
        if place < len(inward) - 1:
            flow = workflow.subprocesses[_held(entered, name).id]


def _way_to(workflow, element_id: str) -> list[str] | None:
    """The names of the sub-processes and calls to go through, and the element's; None where there is none or more than one."""
    found, pending = [], [(workflow.spec, ())]
    while pending:
        spec, way = pending.pop()
        if element_id in spec.task_specs:
            found.append([*way, element_id])
        if len(way) > len(workflow.subprocess_specs):
            return None  # a process that calls itself is at no one place
        pending += [(workflow.subprocess_specs[task.spec], (*way, name)) for name, task in spec.task_specs.items()
                    if isinstance(task, SubWorkflowTask) and task.spec in workflow.subprocess_specs]
    return found[0] if len(found) == 1 else None


def _spec_of(workflow, way: list[str]):
    spec = workflow.spec
    for name in way[:-1]:
        spec = workflow.subprocess_specs[spec.task_specs[name].spec]
    return spec.task_specs[way[-1]]


def _deepest(workflow, way: list[str]):
    """The innermost process on the way that is under way, and what is left to enter from there."""
    flow, left = workflow, list(way)
    while len(left) > 1:
        inside = next((workflow.subprocesses[task.id] for task in flow.tasks.values()
                       if task.task_spec.name == left[0] and task._state == TaskState.STARTED
                       and task.id in workflow.subprocesses), None)
        if inside is None:
            break
        flow, left = inside, left[1:]
    return flow, left


def _standing(flow) -> list:
    """The places at which a process stands. The events on the border of a task and its copies are part of its place; a branch
    that has come to its end only waits for the others."""
    live = [task for task in flow.tasks.values() if task._state & LIVE and not isinstance(task.task_spec, NO_PLACE)]
    known = {task.id for task in live}
    return [task for task in live if not _is_below(task, known - {task.id})]


def _is_below(task, others: set) -> bool:
    above = task.parent
    while above is not None:
        if above.id in others:
            return True
        above = above.parent
    return False


def _outermost(task):
    """The task with the border around it."""
    return task.parent if isinstance(task.parent.task_spec, BoundaryEventSplit) else task


def _waits_in_vain(workflow, spec, inward: list[str]) -> bool:
    for name in inward:
        reached = ahead(spec, {_entry(spec, name)})
        joins = [spec.task_specs[one] for one in reached if isinstance(spec.task_specs[one], ParallelGateway)]
        if any(missing_branches(spec, join, {_entry(spec, name)}, set()) for join in joins if len(join._inputs) > 1):
            return True
        spec = workflow.subprocess_specs.get(getattr(spec.task_specs[name], "spec", None), spec)
    return False


def _entry(spec, name: str) -> str:
    return name + SPLIT if name + SPLIT in spec.task_specs else name


def _entered(flow, stands, name: str):
    """Cancels where the process stands and enters the task of this name in its stead."""
    before = stands.parent
    border = stands.children if isinstance(stands.task_spec, BoundaryEventSplit) else [stands]
    for task in [task for task in border if task._state & TaskState.NOT_FINISHED_MASK]:
        task.cancel()
    spec = flow.spec.task_specs[_entry(flow.spec, name)]
    entered = before._add_child(spec, TaskState.FUTURE)
    spec._predict(entered, mask=TaskState.NOT_FINISHED_MASK)
    spec._update(entered)
    if isinstance(spec, BoundaryEventSplit):
        entered.run()
    return entered


def _held(entered, name: str):
    """The task inside the border that was just entered."""
    return entered if entered.task_spec.name == name else next(
        child for child in entered.children if child.task_spec.name == name)


def _leave_unarmed(entered, not_armed: Callable[[str], bool]) -> None:
    waiting = [child for child in entered.children
               if isinstance(child.task_spec, BoundaryEvent) and child._state == TaskState.WAITING]
    for child in waiting:
        if not_armed(child.task_spec.bpmn_id):
            child.cancel()
