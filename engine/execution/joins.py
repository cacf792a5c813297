"""Where branches meet, no answer given in one of them is written over by what another never touched.

That holds for an agency's family. A bare diagram gets what the library gives, which is what its author tested.
"""

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.execution.values import brought_together, copied


class MeetsWhole:
    """Mixed into a join. The task that goes on has its own variables and what each other branch changed on its way."""

    def _run_hook(self, my_task):
        met = met_at(my_task)
        result = super()._run_hook(my_task)
        if met is not None:
            my_task.data = met
        return result


class ParallelGateway(MeetsWhole, defaults.ParallelGateway):
    pass


class InclusiveGateway(MeetsWhole, defaults.InclusiveGateway):
    def _get_matching_outputs(self, my_task):
        """Its conditions read the variables as they are after the branches met."""
        if my_task.has_state(TaskState.READY):
            my_task.data = met_at(my_task) or my_task.data
        return super()._get_matching_outputs(my_task)


def of_a_family(spec) -> bool:
    """Is the process an agency's, or of a bare diagram that has whatever the library gives?"""
    return getattr(spec, "of_a_family", False)


def met_at(my_task) -> dict | None:
    """The variables where this join goes on; None where nobody else has arrived, and where the library has its way."""
    if not of_a_family(my_task.workflow.spec):
        return None
    above = _above(my_task)
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
    """The tasks it came through, back to where the same join was passed in an earlier round."""
    found, task = {}, my_task.parent
    while task is not None and task.task_spec is not my_task.task_spec:
        found[task.id] = task
        task = task.parent
    return found


def _fork(task, above):
    """Where the way of another arrival leaves ours; None for one of an earlier round."""
    task = task.parent
    while task is not None and task.id not in above:
        task = task.parent
    return task
