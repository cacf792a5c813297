"""Which rows of an outside register are in already, so that a second run imports nothing twice."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime


class ImportedRow(Base):
    """`source` is the mapping's name for the register; `row_key` the register's own key of the record."""

    __tablename__ = "imported_row"

    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
