"""An execution that failed and waits for a person."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, UtcDateTime, new_id


class Incident(Base):
    __tablename__ = "incident"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    instance_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("process_instance.id"), index=True)
    act: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(60))
    message: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("account.id"))
    reason: Mapped[str | None] = mapped_column(String(500))
