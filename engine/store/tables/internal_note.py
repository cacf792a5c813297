"""What the people of an agency note for each other on a case. It never leaves the agency.

This file is opened by engine/notes alone, and so are its rows: an import contract refuses everybody else
(docs/decisions/0030).
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime, new_id


class InternalNote(Base):
    """`agency_id` is the agency whose people wrote it: a case that is handed over leaves its notes behind. An erased `text`
    is empty."""

    __tablename__ = "internal_note"
    __table_args__ = (Index("ix_internal_note_instance", "instance_id", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    agency_id: Mapped[str] = mapped_column(Id, ForeignKey("agency.id"))
    by_account: Mapped[str] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
