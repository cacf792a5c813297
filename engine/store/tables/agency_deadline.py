"""An agency's own number of days for a deadline, shorter than that of its family."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id


class AgencyDeadline(Base):
    """Clocks that start on `since_on` or later get `days`, until a newer row says otherwise; None gives the family's number
    back. A running clock keeps the number it started with."""

    __tablename__ = "agency_deadline"

    agency_id: Mapped[str] = mapped_column(Id, ForeignKey("agency.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    since_on: Mapped[date] = mapped_column(Date, primary_key=True)
    days: Mapped[int | None] = mapped_column(Integer)
    by_account: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
