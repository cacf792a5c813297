"""The clocks of a case as they stand today: from when, how long, until when, whether kept."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime, where


class Deadline(Base):
    """`days` is the number that was in force when the clock started: the rule's, or the agency's own shorter one.

    `started_on` is the local day of `started_at`. The date follows from the rule in the definition `definition_hash`, the
    calendar in its `calendar_version` and the entries of the ledger (`deadline_entry`). `met_at` is when the clock stopped
    for good: what it waits for was done, or the case was over. `breached_at` is when the due day passed before that; the
    database lets nobody change or clear it. Late is derived from the dates, never stored.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_unmet", "code", "due_on", "instance_id",
              info=where("met_at is null")),
        Index("ix_deadline_breached", "code", "breached_at",
              info=where("breached_at is not null")),
    )

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_on: Mapped[date] = mapped_column(Date)
    days: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    definition_hash: Mapped[str] = mapped_column(String(64), ForeignKey("definition.content_hash"))
    calendar_version: Mapped[int] = mapped_column(Integer, default=0)
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
