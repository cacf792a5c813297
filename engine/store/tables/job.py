"""Work that waits for the background, on an embedded database; on PostgreSQL the queue is Procrastinate's."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, UtcDateTime, where

_WAITS = "state = 'todo'"


class Job(Base):
    """`args` is JSON; a `key` waits at most once at a time. What is done is deleted, what failed for good stays."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_todo", "priority", "run_at", info=where(_WAITS)),
        Index("uq_job_key_todo", "key", unique=True, info=where(_WAITS)),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    args: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(200))
    priority: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10))
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(String(200))
