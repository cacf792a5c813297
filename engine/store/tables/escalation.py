"""Who was told that a date of a case comes near or has passed, and when: each rung once."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime, where


class Escalation(Base):
    """A rung that was reached, append-only. The key is the wall behind the diagram: whatever touches the case, a rung of a
    deadline is reached once. `at` is its legal time, `due_on` the day the deadline stood at then, `roles` (commas) whom
    the diagram wanted told."""

    __tablename__ = "escalation"

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    element_id: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column(Date)
    roles: Mapped[str] = mapped_column(String(200))


class EscalationNotice(Base):
    """One rung to tell one recipient: the outbox of the morning digest.

    `recipient_id` is an account, or the agency itself where nobody holds any of the roles. `tell_at` is the morning from
    which it is told; `told_at` when it was, with the `letter_id` that told it, empty where it was no news any more.
    """

    __tablename__ = "escalation_notice"
    __table_args__ = (
        ForeignKeyConstraint(["instance_id", "code", "rung"],
                             ["escalation.instance_id", "escalation.code", "escalation.rung"],
                             name="fk_escalation_notice_escalation"),
        Index("ix_escalation_notice_untold", "tell_at",
              info=where("told_at is null")),
        Index("ix_escalation_notice_recipient_id_tell_at", "recipient_id", "tell_at"),
    )

    instance_id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    recipient_id: Mapped[str] = mapped_column(Id, primary_key=True)
    tell_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_id: Mapped[str | None] = mapped_column(Id, ForeignKey("letter.id"))
