"""What somebody has typed into the form of a task and not handed in yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, TaskId, UtcDateTime


class TaskDraft(Base):
    """One a task and person; nobody else reads it. `answers` is the JSON of the form as far as it is filled, `files` the
    JSON list of the signed notes of files given so far (webapp/given_files.py).

    `instance_id` is no foreign key: its check would wait for a step of the run that waits for the task of this draft.
    The database itself erases it: with its task when that is done, by a trigger when the task is cancelled or somebody
    else takes it (migration 0022)."""

    __tablename__ = "task_draft"
    __table_args__ = (Index("ix_task_draft_instance", "instance_id"),)

    task_id: Mapped[str] = mapped_column(TaskId, ForeignKey("human_task.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    instance_id: Mapped[str] = mapped_column(Id)
    answers: Mapped[str] = mapped_column(Text)
    files: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
