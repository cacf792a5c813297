"""Reading a run: open tasks, variables, what was completed and entered."""

from SpiffWorkflow.util.task import TaskState

from engine.execution.shapes import OpenTask

ENTERED = TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.COMPLETED | TaskState.ERROR
UNDER_WAY = TaskState.WAITING | TaskState.READY | TaskState.STARTED
KINDS = {"UserTask": "userTask", "ManualTask": "manualTask"}


class Journal:
    """What is completed and entered from here on, in order."""

    def __init__(self, workflow):
        self._workflow = workflow
        self._known = {task for flow in workflow.flows() for task in flow.tasks.values() if task._state & ENTERED}
        self._entered: dict = {}
        self.done: list[str] = []

    def completed(self, task) -> None:
        """A task was just run: note it, and what it led into."""
        if task._state == TaskState.COMPLETED and task.task_spec.bpmn_id is not None:
            self.done.append(task.task_spec.bpmn_id)
        self._note(task)
        for child in task.children:
            self._note(child)

    def entered_elements(self) -> tuple[str, ...]:
        for flow in self._workflow.flows():  # copies of multi-instance tasks are nobody's ordinary children
            for task in flow.tasks.values():
                if task._state & ENTERED and task not in self._known:
                    self._note(task)
        return tuple(self._entered.values())

    def _note(self, task) -> None:
        if task._state & ENTERED and task not in self._known and task.task_spec.bpmn_id is not None:
            self._known.add(task)
            self._entered[task] = task.task_spec.bpmn_id


def open_tasks(workflow) -> tuple[OpenTask, ...]:
    """Every task a person can complete now, in the order in which they were reached."""
    ready = [task for flow in workflow.flows() for task in flow.tasks.values()
             if task._state == TaskState.READY and task.task_spec.manual]
    return tuple(_open_task(task) for task in ready)


def _open_task(task) -> OpenTask:
    spec = task.task_spec
    inside = task.internal_data
    item = next((inside[key] for key in ("key_or_index", "item", "iteration") if inside.get(key) is not None), None)
    instance = None if item is None else str(item)[:80]
    kind = KINDS.get(type(spec).__name__, "task")
    variable = spec.extensions.get("properties", {}).get("of_unit")
    unit_id = task.data.get(variable) if variable else None
    return OpenTask(task.key, spec.bpmn_id, spec.bpmn_name, spec.lane, kind, instance, unit_id and str(unit_id))


def completed_elements(workflow) -> list[str]:
    """Element ids of everything completed: first what the snapshot only counts, then the rest in its order."""
    done = [task for flow in workflow.flows() for task in flow.tasks.values()
            if task._state == TaskState.COMPLETED and task.task_spec.bpmn_id is not None]
    remembered = [task.task_spec.bpmn_id for task in sorted(done, key=lambda task: task.last_state_change)]
    return [*workflow.forgotten.elements(), *remembered]


def variables(workflow) -> dict:
    """The variables: of the end where it has ended, else of the tasks under way, the youngest winning."""
    found: dict = {}
    if workflow.completed:
        found.update(workflow.data)
    else:
        under_way = [task for flow in workflow.flows() for task in flow.tasks.values() if task._state & UNDER_WAY]
        for task in sorted(under_way, key=lambda task: task.last_state_change):
            found.update(task.data)
    found.pop("data_objects", None)
    return {key: _text_keys(value) for key, value in found.items()}


def _text_keys(value):
    """A copy as a snapshot would give it back; a number may name a field only until then."""
    if isinstance(value, dict):
        return {str(key): _text_keys(item) for key, item in value.items()}
    return [_text_keys(item) for item in value] if isinstance(value, list | tuple) else value
