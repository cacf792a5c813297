"""What happened to a clock after its start, a line each. Lines are added and never changed."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, ForeignKeyConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime


class DeadlineEntry(Base):
    """`number` counts the entries of one deadline from 1. `at` is the legal instant; `by_account` is None where the diagram
    itself did it. `days` is the length of an extension, `until_on` the date an interim reply promises; `before_on` and
    `after_on` are the due day before and after the entry. `recalculation_id` names the act that moved many clocks at once.
    """

    __tablename__ = "deadline_entry"
    __table_args__ = (ForeignKeyConstraint(["instance_id", "code"], ["deadline.instance_id", "deadline.code"]),)

    instance_id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_account: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
    days: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    until_on: Mapped[date | None] = mapped_column(Date)
    before_on: Mapped[date] = mapped_column(Date)
    after_on: Mapped[date] = mapped_column(Date)
    recalculation_id: Mapped[str | None] = mapped_column(Id)
