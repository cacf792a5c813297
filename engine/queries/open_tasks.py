"""Which tasks of one run are open: the look-up before a step, so a constant statement below the ORM."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.queries.standing import is_open_task
from engine.store.tables import HumanTask

_TASK = HumanTask.__table__
_OPEN = select(_TASK.c.id, _TASK.c.element_id).where(_TASK.c.instance_id == bindparam("instance_id"),
                                                     is_open_task(_TASK.c)).order_by(_TASK.c.created_at, _TASK.c.id)


def open_tasks_of(session: Session, instance_id: str) -> list[tuple[str, str]]:
    """(task id, element id) of each open task, oldest first."""
    return [tuple(row) for row in session.connection().execute(_OPEN, {"instance_id": instance_id})]
