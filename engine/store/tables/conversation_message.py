"""What complainant and agency write to each other on a case. Personal; erased by law without touching the case."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime, new_id, where

_OPEN = "by_account is null and answered_at is null"


class ConversationMessage(Base):
    """`by_account` is the officer who wrote, None for the complainant. `answered_at` is set on the complainant's alone: when
    the agency wrote back, or said that nothing is to be answered. `letter_id` is the letter that carried the agency's to
    the complainant; an erased `text` is empty. The history keeps the id and `digest_of` the text."""

    __tablename__ = "conversation_message"
    __table_args__ = (
        Index("ix_conversation_message_instance", "instance_id", "at"),
        Index("ix_conversation_message_open", "instance_id", "at", info=where(_OPEN)),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    by_account: Mapped[str | None] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_id: Mapped[str | None] = mapped_column(Id)
