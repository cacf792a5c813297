"""One open instance of a user task: the worklist. One that is done leaves, and is a submission from then on."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, TaskId, UtcDateTime, where


class HumanTask(Base):
    """`due_at` copies the earlier of the task's own deadline and the statutory one; `role` is the lane. A task that
    the case went on without stays as cancelled, so that whoever had it open is told.

    Agency, unit and people are no foreign keys here: each check locks the row it refers to, and all steps of an agency
    would meet at its one row. Triggers see to it that none of them is ever deleted (docs/decisions/0019)."""

    __tablename__ = "human_task"
    __table_args__ = (
        Index("ix_human_task_instance", "instance_id"),
        Index("ix_human_task_open", "agency_id", "role", "due_at",
              info=where("state = 'open'")),
        Index("ix_human_task_mine", "assignee_id", "due_at",
              info=where("state = 'open' and assignee_id is not null")),
    )

    id: Mapped[str] = mapped_column(TaskId, primary_key=True)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    element_id: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20), default="userTask")
    role: Mapped[str | None] = mapped_column(String(40))
    agency_id: Mapped[str | None] = mapped_column(Id)
    unit_id: Mapped[str | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(10))
    assignee_id: Mapped[str | None] = mapped_column(Id)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    #: What is done reads alike, see queries/done_tasks.py.
    completed_at = completed_by = None
