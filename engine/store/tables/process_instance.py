"""One run of a diagram. A complaint_case hangs on it one to one; an annual report or an onboarding needs none."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime, new_id, where

_RUNNING = "state in ('running', 'incident')"


class ProcessInstance(Base):
    """`snapshot` is state only (no specification in it); `version` grows with every step; `chain_head` is the hash of
    the last of its `event_count` links in case_event; `waiting_for` lists the messages that the diagram would take now
    under its own key, a line each. `business_key` is the key of a run that is no complaint; a complaint's is its
    reference."""

    __tablename__ = "process_instance"
    __table_args__ = (
        Index("ix_process_instance_running", "agency_id", "definition_hash", info=where(_RUNNING)),
        Index("ix_process_instance_version", "definition_hash", info=where(_RUNNING)),
        Index("ix_process_instance_key", "business_key",
              info=where("business_key is not null")),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    definition_hash: Mapped[str] = mapped_column(String(64), ForeignKey("definition.content_hash"))
    agency_id: Mapped[str | None] = mapped_column(Id, ForeignKey("agency.id"))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer)
    snapshot: Mapped[bytes] = mapped_column(LargeBinary)
    chain_head: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    event_count: Mapped[int] = mapped_column(Integer, default=0)
    waiting_for: Mapped[str] = mapped_column(String(500), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_as: Mapped[str | None] = mapped_column(String(120))
    business_key: Mapped[str | None] = mapped_column(String(120))
