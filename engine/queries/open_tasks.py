"""Which tasks of one run are open: the look-up before a step, so one statement of the driver's and no session."""

from engine.store.database import Database
from engine.vocabulary import TaskState

#: The state is no condition: PostgreSQL, which makes its plan while tables are small, would go through the index of all that is
#: open.
_TASKS = "select {key}, element_id, state from human_task where instance_id = {mark} order by created_at, id"
_ON_SQLITE, _ON_POSTGRESQL = _TASKS.format(key="id", mark="?"), _TASKS.format(key="id::text", mark="%s")


def open_tasks_of(database: Database, instance_id: str) -> list[tuple[str, str]]:
    """(task id, element id) of each open task, oldest first."""
    rows = database.ask(_ON_SQLITE if database.is_sqlite else _ON_POSTGRESQL, (instance_id,))
    return [(task_id, element_id) for task_id, element_id, state in rows if state == TaskState.OPEN]
