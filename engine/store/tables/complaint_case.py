"""The handling of one complaint, observation or suggestion. It holds no personal text."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime, where


class ComplaintCase(Base):
    """`lodged_at` is the legal start whatever the channel; `answered_at` the first reasoned reply;
    `old_reference` the number an imported register had given. No index holds the status: PostgreSQL then writes a new one
    into no index at all. `restricted_to` is the one role of the agency that may see a confidential case."""

    __tablename__ = "complaint_case"
    __table_args__ = (
        Index("ix_complaint_case_agency_lodged", "agency_id", "lodged_at"),
        Index("ix_complaint_case_lodged", "lodged_at", "instance_id"),
        Index("ix_complaint_case_open", "agency_id",
              info=where("closed_at is null")),
        Index("ix_complaint_case_restricted", "instance_id",
              info=where("restricted_to is not null")),
        Index("ix_complaint_case_old_reference", "old_reference",
              info=where("old_reference is not null")),
    )

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(Id, ForeignKey("agency.id"))
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    old_reference: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    service_type: Mapped[str | None] = mapped_column(String(120))
    lodged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))
    restricted_to: Mapped[str | None] = mapped_column(String(40))
