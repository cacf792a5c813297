"""An execution that failed and waits for a person."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime, new_id, where


class Incident(Base):
    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_open", "at", info=where("state = 'open'")),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str | None] = mapped_column(Id, ForeignKey("process_instance.id"), index=True)
    act: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(60))
    message: Mapped[str] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
    reason: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
