"""What a person handed in: who, when, and the texts, kept apart from the process so that they can be erased by law."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, TaskId, UtcDateTime, where

#: What no task asked for; an `id` is given to it then.
BESIDE_TASKS = ("lodge", "entry", "withdrawal", "renewal", "court_seized", "mediator_seized", "separation")


class Submission(Base):
    """`answers` is the JSON of the whole form, {} where a task asked nothing; `element_id` names the task or form ("lodge"
    for the complainant's); `id` is the task's. So this row is also what is left of a task that is done: who did it decides
    who may do the next one (four eyes). `by_account` is no foreign key, see human_task."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_instance", "instance_id"),
        Index("ix_submission_by", "by_account", "at",
              info=where("by_account is not null")),
    )

    id: Mapped[str] = mapped_column(TaskId, primary_key=True)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    element_id: Mapped[str] = mapped_column(String(120))
    by_account: Mapped[str | None] = mapped_column(Id)
    answers: Mapped[str] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
