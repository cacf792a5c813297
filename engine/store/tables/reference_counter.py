"""The last number given in an agency and a year."""

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base


class ReferenceCounter(Base):
    __tablename__ = "reference_counter"

    agency_id: Mapped[str] = mapped_column(String(32), ForeignKey("agency.id"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
