"""How often somebody tried lately: kept in the database where several nodes share one limit."""

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, UtcDateTime


class RequestTry(Base):
    """`key` is a digest of what is limited (an address and a page, say); rows are deleted after a day."""

    __tablename__ = "request_try"
    __table_args__ = (Index("ix_request_try_key_at", "key", "at"), Index("ix_request_try_at", "at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
