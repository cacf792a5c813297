"""What happened: append-only, chained by hash per instance, without personal text."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, UtcDateTime


class CaseEvent(Base):
    """`body` is the canonical JSON text that was hashed: kind, time, element, actor, ids and decision scalars."""

    __tablename__ = "case_event"

    instance_id: Mapped[str] = mapped_column(String(32), ForeignKey("process_instance.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(40))
    element_id: Mapped[str | None] = mapped_column(String(120))
    actor_id: Mapped[str | None] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
