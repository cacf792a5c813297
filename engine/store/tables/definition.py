"""What agencies do: one immutable row per deployed content, and which of them new cases follow."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime


class DefinitionRow(Base):
    """`bundle` holds the whole closure (diagrams, tables, forms, letters), packed; `findings` its lint report (JSON)."""

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("family", "version"),)

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    family: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(Integer)
    profile: Mapped[str] = mapped_column(String(10))
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    findings: Mapped[str] = mapped_column(Text, default="[]")
    note: Mapped[str] = mapped_column(String(500), default="")
    deployed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deployed_by: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))


class ProcessFamily(Base):
    """Which definition the new cases of a family follow."""

    __tablename__ = "process_family"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64), ForeignKey("definition.content_hash"))
    in_force_since: Mapped[datetime] = mapped_column(UtcDateTime)
