"""A letter or notice and its way out: this table is the outbox."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime, new_id, where


class LetterRow(Base):
    """`recipient` is an e-mail address or the name and address to print; `key` makes a letter unique to its cause;
    `addressee` is "complainant", a role, or "account"."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_instance", "instance_id"),
        Index("ix_letter_due", "next_attempt_at",
              info=where("state in ('due', 'sending')")),
        Index("ix_letter_to_print", "agency_id", "created_at",
              info=where("state = 'to_print'")),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str | None] = mapped_column(Id, ForeignKey("process_instance.id"))
    agency_id: Mapped[str | None] = mapped_column(Id, ForeignKey("agency.id"))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    code: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    addressee: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(720), info=PERSONAL)
    subject: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    body: Mapped[str] = mapped_column(Text, info=PERSONAL)
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    posted_on: Mapped[date | None] = mapped_column(Date)
    posted_by: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
