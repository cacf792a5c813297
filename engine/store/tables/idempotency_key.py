"""The same form sent twice has one effect: its key and the first receipt."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, UtcDateTime


class IdempotencyKey(Base):
    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    act: Mapped[str] = mapped_column(String(60))
    receipt: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
