"""What was recorded about the days of a calendar: append-only, its number is the calendar's version."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime
from engine.vocabulary import DayChangeKind


class CalendarChange(Base):
    """One day of the calendar `calendar` (the code in calendar.toml), for one agency or, without, for all. The last word
    on a day wins. Numbers follow each other without gaps: whoever knows number n knows every change up to it."""

    __tablename__ = "calendar_change"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    calendar: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[str | None] = mapped_column(Id, ForeignKey("agency.id"))
    day_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[DayChangeKind] = mapped_column(String(12))
    name_ar: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(500))
    by_account: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
