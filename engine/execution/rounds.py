"""What a snapshot may leave out: rounds of a loop that are over, and sub-processes that are finished.

The library keeps every task of every round for ever. A round is left out where the case stands exactly as if it had
come to an element for the first time: two completed tasks of that element, one above the other, and between them
nothing that is under way, and no join, because a join looks at every earlier task of its own. The younger task then
takes the place of the older one. What was completed is still counted.
"""

from collections import Counter
from dataclasses import dataclass, field

from SpiffWorkflow.bpmn.specs.control import EventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.execution.run_task import is_drawn_anew

UNFINISHED = TaskState.NOT_FINISHED_MASK


@dataclass
class Forgotten:
    """`gone`: tasks to leave out; `instead`: the first task of such a round, and the later one in its place;
    `flows`: tasks whose sub-process is left out; `times`: how often each element in all that was completed; `end`: the
    task at which the run ended, all that need be kept of one that has."""

    gone: set[int] = field(default_factory=set)
    instead: dict[int, int] = field(default_factory=dict)
    flows: set[int] = field(default_factory=set)
    times: Counter = field(default_factory=Counter)
    end: object | None = None

    def kept(self, flow) -> list[tuple]:
        """(task, parent) of everything of this flow that stays, parents first."""
        tasks = flow.tasks
        if self.end is not None:
            root = flow.task_tree
            return [(root, None), *((task, root) for task in (self.end,) if task is not root)]
        if not self.gone:
            pairs = [(task, tasks.get(task._parent)) for task in tasks.values()]
            return pairs if flow.spec.looks_ahead else [pair for pair in pairs if not is_drawn_anew(*pair)]
        moved = set(self.instead.values())
        found = []
        for task_id, task in tasks.items():
            if task_id in self.instead:
                found.append((tasks[self.instead[task_id]], tasks.get(task._parent)))
            elif task_id not in self.gone and task_id not in moved:
                found.append((task, tasks.get(task._parent)))
        return [pair for pair in found if not is_drawn_anew(*pair)]


def forgettable(workflow) -> Forgotten:
    """What nothing in this run can look back to."""
    found = Forgotten()
    if workflow.completed:
        _all_but_its_end(workflow, found)
        return found
    for flow in workflow.flows():
        _rounds_of(flow, found)
    for task_id, flow in workflow.subprocesses.items():  # in the order of creation: the outer ones come first
        outer = flow.parent_workflow
        holder = outer.tasks[task_id]
        if task_id in found.gone or outer.parent_task_id in found.flows or _over(flow, holder):
            found.flows.add(task_id)
            found.times.update(_completed(task for task in flow.tasks.values() if task.id not in found.gone))
    return found


def _all_but_its_end(workflow, found: Forgotten) -> None:
    """Nothing can happen any more in a run that has ended: how it ended and with which variables is enough."""
    ends = [task for task in workflow.tasks.values()
            if isinstance(task.task_spec, EndEvent) and task._state == TaskState.COMPLETED]
    found.end = max(ends, key=lambda task: task.last_state_change, default=workflow.task_tree)
    kept = (found.end, workflow.task_tree)
    found.flows = set(workflow.subprocesses)
    found.times.update(_completed(task for flow in workflow.flows() for task in flow.tasks.values() if task not in kept))


def _over(flow, holder) -> bool:
    """Is the sub-process finished, and the task that holds it as well? Nobody asks it anything any more."""
    return not holder._state & UNFINISHED and not any(task._state & UNFINISHED for task in flow.tasks.values())


def _completed(tasks) -> list[str]:
    return [task.task_spec.bpmn_id for task in tasks
            if task._state == TaskState.COMPLETED and task.task_spec.bpmn_id is not None]


def _rounds_of(flow, found: Forgotten) -> None:
    names = [task.task_spec.name for task in flow.tasks.values() if task._state == TaskState.COMPLETED]
    if len(set(names)) == len(names):
        return  # nothing happened twice
    weights = _weights(flow)
    pending = [flow.task_tree]
    instead = {}
    while pending:
        chain = _chain(pending.pop(), weights)
        instead.update(_shortcuts(chain))
        pending += [child for child in chain[-1].children if weights[child.id]]
    if not instead:
        return
    moved, gone = set(instead.values()), set()
    for task_id, task in flow.tasks.items():  # parents come first
        if task_id in instead or (task._parent in gone and task_id not in moved):
            gone.add(task_id)
    found.times.update(_completed(flow.tasks[task_id] for task_id in gone))
    found.gone |= gone
    found.instead.update(instead)


def _weights(flow) -> dict[int, int]:
    """For each task, how much in it and below it must stay: what is under way, every join, and the last one run."""
    weights = dict.fromkeys(flow.tasks, 0)
    for task_id, task in reversed(flow.tasks.items()):
        if task._state & UNFINISHED or task is flow.last_task or isinstance(task.task_spec, UnstructuredJoin):
            weights[task_id] += 1
        if task._parent in weights:
            weights[task._parent] += weights[task_id]
    return weights


def _chain(top, weights) -> list:
    """The task and those below it, as long as one child carries everything that must stay."""
    chain = [top]
    while weights[chain[-1].id]:
        heir = next((child for child in chain[-1].children if weights[child.id] == weights[chain[-1].id]), None)
        if heir is None:
            break
        chain.append(heir)
    return chain


def _shortcuts(chain) -> dict[int, int]:
    """The rounds of one chain: first task of an element and the last one that can take its place."""
    last = {task.task_spec.name: place for place, task in enumerate(chain) if _may_stand_in(task)}
    found, place = {}, 0
    while place < len(chain):
        task = chain[place]
        later = last.get(task.task_spec.name, place) if _may_stand_in(task) else place
        if later > place:
            found[task.id] = chain[later].id
        place = later + 1
    return found


def _may_stand_in(task) -> bool:
    """Completed and an ordinary child of its parent: no copy, nothing that hangs between boundary events."""
    parent = task.parent
    return (task._state == TaskState.COMPLETED and not task.triggered and parent is not None
            and not isinstance(task.task_spec, UnstructuredJoin)
            and not isinstance(parent.task_spec, EventSplit))
