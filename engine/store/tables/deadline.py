"""The ledger of legal and internal dates: from when, how long, by which rule, until when."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime


class Deadline(Base):
    """`met_at` is when the act it waits for was done; late is derived from the two dates, never stored."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_unmet", "code", "due_on",
              sqlite_where=text("met_at is null"), postgresql_where=text("met_at is null")),
    )

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    days: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(10))
    rolled: Mapped[bool] = mapped_column(Boolean)
    unrolled_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    definition_hash: Mapped[str] = mapped_column(String(64), ForeignKey("definition.content_hash"))
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
