"""Tasks that somebody has completed: what is left of them is the submission with the task's id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.store.tables import ComplaintCase, Contact, ProcessInstance, Submission
from engine.store.tables.submission import BESIDE_TASKS
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class DoneTask:
    """In the words of HumanTask, so that both read alike. Its lane is what the definition says."""

    id: str
    instance_id: str
    element_id: str
    completed_by: str | None
    completed_at: datetime
    agency_id: str | None
    state: TaskState = TaskState.COMPLETED
    role: str | None = None
    unit_id: str | None = None
    due_at: datetime | None = None

    @property
    def assignee_id(self) -> str | None:
        return self.completed_by

    @property
    def created_at(self) -> datetime:
        """When it was opened is in the history alone."""
        return self.completed_at


def is_of_task() -> ColumnElement[bool]:
    return Submission.element_id.not_in(BESIDE_TASKS)


def done_lines(session: Session, conditions: Sequence, order: Sequence = (), limit: int | None = None) -> list[tuple]:
    """(task, case, contact, definition hash), as task_rows.task_lines has them, under conditions on Submission."""
    chosen = select(Submission.id).where(is_of_task(), *conditions).order_by(*order).limit(limit).subquery()
    rows = session.execute(
        select(Submission.id, Submission.instance_id, Submission.element_id, Submission.by_account, Submission.at,
               ProcessInstance.agency_id, ComplaintCase, Contact, ProcessInstance.definition_hash)
        .join(chosen, chosen.c.id == Submission.id)
        .join(ProcessInstance, ProcessInstance.id == Submission.instance_id)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == Submission.instance_id)
        .outerjoin(Contact, Contact.instance_id == Submission.instance_id)
        .order_by(*order))
    return [(DoneTask(*row[:6]), *row[6:]) for row in rows]
