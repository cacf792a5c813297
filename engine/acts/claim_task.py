"""An officer takes a task, or gives it back."""

from dataclasses import dataclass

from engine.acts.open_task import open_task, refuse_if_claimed_by_another
from engine.acts.work import Receipt, Work
from engine.domain.access import supervises
from engine.store.tables import HumanTask
from engine.store.writes import update


@dataclass(frozen=True)
class ClaimTask:
    task_id: str


@dataclass(frozen=True)
class ReleaseTask:
    task_id: str


def claim_task(act: ClaimTask, work: Work) -> Receipt:
    """Claiming what is mine already changes nothing. Raises TaskAlreadyClaimed, TaskNotOpen, FourEyes, Forbidden."""
    step, task = open_task(work, act.task_id)
    refuse_if_claimed_by_another(work, step, task)
    if task.assignee_id is None:
        work.transaction.later(update(HumanTask, {"id": task.id}, assignee_id=work.by.id, claimed_at=work.now))
        step.note("task_claimed", work.now, task.element_id, task_id=task.id)
    step.finish()
    return Receipt(step.name, step.change.instance_id)


def release_task(act: ReleaseTask, work: Work) -> Receipt:
    """The one who claimed it, or a supervisor, puts it back on everybody's list."""
    step, task = open_task(work, act.task_id)
    if not supervises(work.by, task.agency_id):
        refuse_if_claimed_by_another(work, step, task)
    if task.assignee_id is not None:
        step.note("task_released", work.now, task.element_id, task_id=task.id, held_by=task.assignee_id)
        work.transaction.later(update(HumanTask, {"id": task.id}, assignee_id=None, claimed_at=None))
    step.finish()
    return Receipt(step.name, step.change.instance_id)
