"""An error end leaves its process at once, and the nearest event that catches the error goes on.

The library hands an error to every event of the process around that waits for it, and lets the process that ended with the
error complete as if it had ended well: the step after it was entered before the event that caught the error. Here, as in BPMN,
an error goes outwards step by step: an event sub-process beside the end, then the border of the activity that holds the
process (of all its copies, where it is repeated), then the same around that one. Whoever catches it ends that activity with
everything inside.
"""

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.events.start_event import StartEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.execution.events import ErrorEventDefinition
from engine.execution.joins import of_a_family


class EndEvent(defaults.EndEvent):
    """Throws its error when it has been completed: what catches it may cancel the process that this end stands in."""

    def _throws(self, my_task) -> bool:
        return isinstance(self.event_definition, ErrorEventDefinition) and of_a_family(my_task.workflow.spec)

    def _run_hook(self, my_task):
        return True if self._throws(my_task) else super()._run_hook(my_task)

    def _on_complete(self, my_task):
        super()._on_complete(my_task)
        if self._throws(my_task):
            throw(self.event_definition, my_task)


def throw(definition, my_task) -> None:
    """Raises ExecutionFailed where nothing on the way out catches it."""
    said = definition.expression and my_task.workflow.script_engine.evaluate(my_task, definition.expression)
    event, flow = BpmnEvent(definition, payload=said), my_task.workflow
    while True:
        for start in _waiting(flow.tasks.values(), StartEvent, event):
            return _caught(start, event)
        if flow.parent_task_id is None:
            raise ExecutionFailed(element=my_task.task_spec.bpmn_id, reason="nothing around it catches its error")
        activity = _whole(flow.top_workflow.get_task_from_id(flow.parent_task_id))
        for border in _borders(activity, event):
            _caught(border, event)
            return _end(activity)
        flow = activity.workflow


def _whole(activity):
    """All copies of an activity that is repeated are one activity; the events stand at its border."""
    parent = activity.parent
    is_copy = parent is not None and isinstance(parent.task_spec, LoopTask) \
        and parent.task_spec.task_spec == activity.task_spec.name
    return parent if is_copy else activity


def _borders(activity, event) -> list:
    """The one event at the border of an activity that catches this; one that names the error goes before one that takes any."""
    split = activity.parent
    if split is None or not isinstance(split.task_spec, BoundaryEventSplit):
        return []
    found = _waiting(split.children, BoundaryEvent, event)
    return sorted(found, key=lambda task: getattr(task.task_spec.event_definition, "code", None) is None)[:1]


def _waiting(tasks, kind, event) -> list:
    return [task for task in tasks if task._state == TaskState.WAITING and isinstance(task.task_spec, kind)
            and task.task_spec.catches(task, event)]


def _caught(catcher, event) -> None:
    catcher.task_spec.catch(catcher, event)
    catcher.task_spec._update(catcher)


def _end(activity) -> None:
    for task in activity.children:
        if isinstance(activity.task_spec, LoopTask):
            task.cancel()  # a copy that is only dropped would take along what is remembered of it
    activity.cancel()
