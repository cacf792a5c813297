"""Whom a case complains about, as far as they work here."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime


class PersonComplainedAbout(Base):
    """This account sees nothing of this case and does nothing on it. Rows are added, never taken back: who was named wrongly
    is no judge in the case either."""

    __tablename__ = "person_complained_about"
    __table_args__ = (Index("ix_person_complained_about_account_id", "account_id"),)

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), primary_key=True)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    named_by: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
