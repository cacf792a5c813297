"""Which tasks of one run are open: the look-up before a step, so one statement of the driver's and no session."""

from engine.store.database import Database

_OPEN = "select {key}, element_id from human_task where instance_id = {mark} and state = 'open' order by created_at, id"
_ON_SQLITE, _ON_POSTGRESQL = _OPEN.format(key="id", mark="?"), _OPEN.format(key="id::text", mark="%s")


def open_tasks_of(database: Database, instance_id: str) -> list[tuple[str, str]]:
    """(task id, element id) of each open task, oldest first."""
    return database.ask(_ON_SQLITE if database.is_sqlite else _ON_POSTGRESQL, (instance_id,))
