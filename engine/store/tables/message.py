"""A message from one run to another, or from outside, until somebody takes it: the outbox inside the house."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime, new_id, where


class MessageRow(Base):
    """`payload` is JSON of ids and decision scalars. `next_attempt_at` is when somebody looks for a receiver again; it
    is at the same time the lease of whoever looks now. `from_instance_id` is None for a message from outside."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_address", "name", "business_key", "created_at",
              info=where("state = 'waiting'")),
        Index("ix_message_due", "next_attempt_at",
              info=where("state = 'waiting'")),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    business_key: Mapped[str] = mapped_column(String(120))
    payload: Mapped[str] = mapped_column(Text)
    from_instance_id: Mapped[str | None] = mapped_column(Id, ForeignKey("process_instance.id"))
    agency_id: Mapped[str | None] = mapped_column(Id, ForeignKey("agency.id"))
    sent_by: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(String(500))
    to_instance_id: Mapped[str | None] = mapped_column(Id, ForeignKey("process_instance.id"))
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
