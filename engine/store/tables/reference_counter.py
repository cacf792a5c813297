"""The last number given in an agency and a year."""

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id


class ReferenceCounter(Base):
    __tablename__ = "reference_counter"

    agency_id: Mapped[str] = mapped_column(Id, ForeignKey("agency.id"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
