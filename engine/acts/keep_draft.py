"""Somebody keeps what they have typed into the form of a task, for themselves alone, and goes on later."""

from dataclasses import dataclass, field

import orjson
from sqlalchemy import delete, select

from engine.acts.work import Receipt, Work
from engine.errors import Conflict, NotFound, TaskAlreadyClaimed, TaskNotOpen, TooLarge
from engine.queries.names import names_for
from engine.queries.task_question import TaskQuestion, task_question_in
from engine.queries.typed import typed
from engine.store.tables import HumanTask, TaskDraft
from engine.vocabulary import TaskState

#: Some ten times the longest form that is filled to its limits.
LARGEST_DRAFT = 400_000


@dataclass(frozen=True)
class SaveTaskDraft:
    """`answers` are values of the task's form, complete and right or not; `files` the notes of files given so far, see
    webapp/given_files.py."""

    task_id: str
    answers: dict = field(default_factory=dict)
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class DiscardTaskDraft:
    """None there is no error."""

    task_id: str


def save_task_draft(act: SaveTaskDraft, work: Work) -> Receipt:
    """Only whoever has taken the task keeps a draft of it; the newest replaces the one before. It is no event of the case.

    Raises NotFound, TaskNotOpen, TaskAlreadyClaimed, Conflict for a task that nobody has taken, TooLarge.
    """
    asked, task = _own_task(work, act.task_id)
    answers = orjson.dumps(asked.form.kept(act.answers), default=str).decode()
    if len(answers) > LARGEST_DRAFT:
        raise TooLarge(what="The draft", size=len(answers), limit=LARGEST_DRAFT)
    work.session.merge(TaskDraft(
        task_id=task.id, account_id=work.by.id, instance_id=task.instance_id, answers=answers,
        files=orjson.dumps(act.files).decode(), saved_at=work.now))
    return Receipt(asked.reference, task.instance_id, id=task.id)


def discard_task_draft(act: DiscardTaskDraft, work: Work) -> Receipt:
    work.session.execute(delete(TaskDraft).where(TaskDraft.task_id == typed(act.task_id, 36),
                                                 TaskDraft.account_id == work.by.id))
    return Receipt(id=act.task_id)


def _own_task(work: Work, task_id: str) -> tuple[TaskQuestion, HumanTask]:
    asked = task_question_in(work.transaction, work.shelf, task_id, work.by)
    if asked.form is None or not work.by.is_staff:
        raise NotFound(what="form of the task", which=task_id[:40])
    task = work.session.scalar(select(HumanTask).where(HumanTask.id == typed(task_id, 36)))
    told = {"task": asked.step.get(work.by.language) or "", "reference": asked.reference or ""}
    if task is None or task.state != TaskState.OPEN:
        raise TaskNotOpen(**told, state=task.state if task else TaskState.COMPLETED, by="—")
    if task.assignee_id is None:
        raise Conflict()
    if task.assignee_id != work.by.id:
        raise TaskAlreadyClaimed(**told, by=names_for(work.session, people={task.assignee_id}).people[task.assignee_id])
    return asked, task
