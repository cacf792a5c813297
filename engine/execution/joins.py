"""Where branches meet, no answer given in one of them is written over by what another never touched.

That holds for an agency's family. A bare diagram gets what the library gives, which is what its author tested.
"""

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.execution.values import brought_together, copied

UNDER_WAY = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class MeetsWhole:
    """Mixed into a join. The task that goes on has its own variables and what each other branch changed on its way, and nothing
    of an earlier round; the library would bring those in again, and forget what was done in them."""

    def _run_hook(self, my_task):
        if not of_a_family(my_task.workflow.spec):
            return super()._run_hook(my_task)
        my_task.data = met_at(my_task) or copied(my_task.parent.data)
        return True

    def _arrived(self, my_task) -> set:
        """The ways in by which a branch of this round has come."""
        above = _above(my_task)
        return {task.parent.task_spec for task in my_task.workflow.tasks.values()
                if task.task_spec is self and (task is my_task or _fork(task, above) is not None)
                and task.parent.has_state(TaskState.COMPLETED)}


class ParallelGateway(MeetsWhole, defaults.ParallelGateway):
    def _check_threshold_unstructured(self, my_task):
        """In a loop the library takes a branch of an earlier round for one that has arrived in this one, where the branches came
        in another order then: the join went on with a branch still under way."""
        if not of_a_family(my_task.workflow.spec):
            return super()._check_threshold_unstructured(my_task)
        missing = set(self.inputs) - self._arrived(my_task)
        for task in my_task.workflow.tasks.values() if missing else ():
            if task.task_spec is self and task is not my_task and task.is_descendant_of(my_task):
                missing.discard(_entrance(task, missing))  # comes only after this join has gone on
        return not missing


class InclusiveGateway(MeetsWhole, defaults.InclusiveGateway):
    def _check_threshold_unstructured(self, my_task):
        """The library stops looking at the first round. Here the join waits for whatever is under way and could still come by a
        way that nothing has come by. What could as well come by a way that something has come by belongs to a later round
        (BPMN 2.0.2, 13.4.3): it may be waiting for this very join."""
        if not of_a_family(my_task.workflow.spec):
            return super()._check_threshold_unstructured(my_task)
        arrived = self._arrived(my_task)
        awaited = _before(set(self.inputs) - arrived, self) - _before(arrived, self)
        return not any(task.has_state(UNDER_WAY) and task.task_spec in awaited for task in my_task.workflow.tasks.values())

    def _run_hook(self, my_task):
        if not of_a_family(my_task.workflow.spec):
            return defaults.InclusiveGateway._run_hook(self, my_task)
        super()._run_hook(my_task)
        chosen, otherwise = self._get_matching_outputs(my_task)
        if not chosen and not otherwise:
            raise ExecutionFailed(element=self.bpmn_id, reason="no condition holds, and no way is the default")
        my_task._sync_children(chosen or otherwise, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True

    def _get_matching_outputs(self, my_task):
        """Its conditions read the variables as they are after the branches met."""
        if my_task.has_state(TaskState.READY):
            my_task.data = met_at(my_task) or my_task.data
        return super()._get_matching_outputs(my_task)


def of_a_family(spec) -> bool:
    """Is the process an agency's, or of a bare diagram that has whatever the library gives?"""
    return getattr(spec, "of_a_family", False)


def met_at(my_task, of_all_rounds: bool = False) -> dict | None:
    """The variables where this join goes on; None where nobody else has arrived, and where the library has its way. The end of a
    process brings together what was begun in any round of its loops."""
    if not of_a_family(my_task.workflow.spec):
        return None
    above = _way_to(my_task) if of_all_rounds else _above(my_task)
    others = [task for task in my_task.workflow.tasks.values()
              if task is not my_task and task.task_spec is my_task.task_spec and task.has_state(TaskState.FINISHED_MASK)]
    arrived = [(task, fork) for task in others if (fork := _fork(task, above)) is not None]
    if not arrived:
        return None
    found = copied(my_task.parent.data)
    for task, fork in sorted(arrived, key=lambda pair: pair[0].last_state_change, reverse=True):
        found = brought_together(fork.data, found, task.parent.data)
    return found


def _above(my_task) -> dict:
    """The tasks it came through, back to where the same join was passed in an earlier round; None in place of those whose element
    it came through once more since, which belong to an earlier round of a loop around."""
    found, since, task = {}, set(), my_task.parent
    while task is not None and task.task_spec is not my_task.task_spec:
        found[task.id] = None if task.task_spec in since else task
        since.add(task.task_spec)
        task = task.parent
    return found


def _way_to(my_task) -> dict:
    """Every task it came through."""
    found, task = {}, my_task.parent
    while task is not None:
        found[task.id] = task
        task = task.parent
    return found


def _entrance(task, inputs):
    """The nearest step before this task that is one of the ways into a join."""
    while task is not None and task.task_spec not in inputs:
        task = task.parent
    return task and task.task_spec


def _before(specs: set, join) -> set:
    """These steps and all from which a token can come to them without passing the join."""
    found, pending = set(), list(specs)
    while pending:
        spec = pending.pop()
        if spec is not join and spec not in found:
            found.add(spec)
            pending += spec.inputs
    return found


def _fork(task, above):
    """Where the way of another arrival leaves ours; None for one of an earlier round."""
    task = task.parent
    while task is not None and task.id not in above:
        task = task.parent
    return task and above[task.id]
