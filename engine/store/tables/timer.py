"""When something is due. This row alone is the truth; the snapshot only says "armed"."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, TaskId, UtcDateTime, where


class Timer(Base):
    """`fired_at` is when the worker came round; the legal time of what it did is `due_at`."""

    __tablename__ = "timer"
    __table_args__ = (
        Index("ix_timer_pending", "due_at",
              info=where("state = 'pending'")),
    )

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(TaskId, primary_key=True)
    element_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    interrupting: Mapped[bool] = mapped_column(Boolean, default=False)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    fired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
