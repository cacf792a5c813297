"""Which cases belong together, and by which signs like ones are found. Ids only, no word of anybody."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime


class CaseLink(Base):
    """`child_id` hangs on `parent_id`: as a `similar` one that was found and that nobody has judged, as a `duplicate`, a
    `renewal` or a member of a `group`, or as one taken up again because it was no duplicate (`separated`). A link that was
    undone keeps its row: who undid it and when."""

    __tablename__ = "case_link"
    __table_args__ = (Index("ix_case_link_parent", "parent_id"),)

    child_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    parent_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    by_account: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(Id)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseLikeness(Base):
    """A sign by which a later case is found to be like this one, see `domain.likeness`; forgotten after 90 days."""

    __tablename__ = "case_likeness"
    __table_args__ = (Index("ix_case_likeness_instance", "instance_id"), Index("ix_case_likeness_at", "at"))

    sign: Mapped[str] = mapped_column(Id, primary_key=True)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
