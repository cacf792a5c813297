"""A task of a run, as the library has it, but lighter: numbers for ids, no log records, and no more future than needed.

The library gives every task a UUID, builds a log record with each change of its state, and draws in all that may follow
for some way ahead: of the tasks of a waiting case half were never reached. Here a task is numbered within its run, and
only one that people, messages or timers can name gets a key for that.

What follows a task is drawn in when it is run. Only gateways at which branches meet look at what has not been reached
yet, so processes that have one (`looks_ahead`) keep the library's ways.
"""

from copy import copy
from time import time

from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from uuid_utils import uuid7

UNREACHED = TaskState.PREDICTED_MASK | TaskState.FUTURE


def looks_ahead(spec) -> bool:
    """Does this process have a gateway whose rule reads tasks that were not reached yet?"""
    return any(isinstance(task, UnstructuredJoin) and not isinstance(task, _EndJoin) for task in spec.task_specs.values())


def is_drawn_anew(task, parent) -> bool:
    """Need a snapshot not keep this task, because it is drawn in again when the one before it is run?"""
    return bool(task._state & UNREACHED and not task.triggered and parent is not None
                and parent._state & TaskState.NOT_FINISHED_MASK and not task.workflow.spec.looks_ahead)


class RunTask(Task):
    """`id` is a number, the same as long as the run lives. Made with the key it had, or none."""

    def __init__(self, workflow, task_spec, parent=None, state=TaskState.MAYBE, id=None, key=None):
        super().__init__(workflow, task_spec, parent, state, id or workflow.top_workflow.next_number())
        self._key = key

    @property
    def key(self) -> str:
        """What the world outside calls this task: a UUID with its dashes, ordered by time, made when it is first
        asked for."""
        if self._key is None:
            self._key = str(uuid7())
        return self._key

    def is_called(self, key: str) -> bool:
        """Was it given this key? One that nobody asked for is nobody's."""
        return key == self._key

    def run(self):
        """Draws in what follows, where it was not yet, and runs."""
        if not self.workflow.spec.looks_ahead:
            self.task_spec._predict_hook(self)
        return super().run()

    def _sync_children(self, task_specs, state=TaskState.MAYBE):
        if self.workflow.spec.looks_ahead or not self._state & UNREACHED:
            super()._sync_children(task_specs, state)

    def _add_child(self, task_spec, state=TaskState.MAYBE):
        task = RunTask(self.workflow, task_spec, self, state)
        if state == TaskState.READY:
            task._ready()
        return task

    def _set_state(self, value):
        if value != self._state:
            self.last_state_change = time()
            self._state = value

    def _inherit_data(self):
        if self.data:
            super()._inherit_data()
        else:
            self.data = {name: copy(value) if isinstance(value, dict | list) else value
                         for name, value in self.parent.data.items()}
