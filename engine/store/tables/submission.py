"""What a person wrote in a form: the texts, kept apart from the process so that they can be erased by law."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, TaskId, UtcDateTime, new_id


class Submission(Base):
    """`answers` is the JSON of the whole form; `element_id` names the form ("lodge" for the complainant's).
    `by_account` is no foreign key, see human_task."""

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_instance", "instance_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    element_id: Mapped[str] = mapped_column(String(120))
    task_id: Mapped[str | None] = mapped_column(TaskId)
    by_account: Mapped[str | None] = mapped_column(Id)
    answers: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
