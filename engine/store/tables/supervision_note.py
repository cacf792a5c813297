"""Why a supervisor stepped in: the reason in their own words, apart from the history so that it can be erased by law."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime, new_id


class SupervisionNote(Base):
    """`kind` is that of the event which names this row in its `note_id` and holds a digest of the reason; so a reason that
    was changed afterwards can be told. `from_account` and `to_account` are the people of a task that changed hands."""

    __tablename__ = "supervision_note"
    __table_args__ = (Index("ix_supervision_note_instance_id", "instance_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    kind: Mapped[str] = mapped_column(String(40))
    element_id: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_account: Mapped[str | None] = mapped_column(Id)
    from_account: Mapped[str | None] = mapped_column(Id)
    to_account: Mapped[str | None] = mapped_column(Id)
