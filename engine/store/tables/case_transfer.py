"""A case offered to another agency, and whether it moved. It holds no personal text."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime, where


class CaseTransfer(Base):
    """The `number`-th offer of a case. While `state` is "offered" the dispatchers of `to_agency_id` see the case.

    `moved_at` is set where it became theirs. What stands here of the case (reference, kind, channel, deposit, version,
    `until_event`, the last event of the agency that gave it away) is that agency's own line of its register from then on: it
    reads what happened until then and nothing of what came after.
    """

    __tablename__ = "case_transfer"
    __table_args__ = (
        Index("ix_case_transfer_offered", "to_agency_id",
              info=where("state = 'offered'")),
        Index("ix_case_transfer_moved", "from_agency_id", "lodged_at",
              info=where("moved_at is not null")),
    )

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    from_agency_id: Mapped[str] = mapped_column(Id, ForeignKey("agency.id"))
    to_agency_id: Mapped[str] = mapped_column(Id, ForeignKey("agency.id"))
    state: Mapped[str] = mapped_column(String(10))
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until_event: Mapped[int | None] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(10))
    lodged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    definition_hash: Mapped[str] = mapped_column(String(64), ForeignKey("definition.content_hash"))
