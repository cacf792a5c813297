"""An act that counts the open dates of many cases again, with its choices and how far it has come."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, UtcDateTime, new_id, where

_RUNS = "state = 'running'"


class Recalculation(Base):
    """`calendar`, `since_version` and `to_version` belong to a change of the calendar, `family` and `definition_hash` to one
    of the rules. `reach`, `lodged_since_on` and `never_later` are the choices made; `reason_*` is the sentence that every
    moved case shows. `cursor` is the last instance looked at; `total` and `seen` count cases, `moved` to
    `in_time_again` dates, `letters` what was written for complainants."""

    __tablename__ = "recalculation"
    __table_args__ = (
        Index("uq_recalculation_running", "state", unique=True, info=where(_RUNS)),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    cause: Mapped[str] = mapped_column(String(10))
    calendar: Mapped[str | None] = mapped_column(String(40))
    since_version: Mapped[int | None] = mapped_column(Integer)
    to_version: Mapped[int | None] = mapped_column(Integer)
    family: Mapped[str | None] = mapped_column(String(80))
    definition_hash: Mapped[str | None] = mapped_column(String(64), ForeignKey("definition.content_hash"))
    agency_id: Mapped[str | None] = mapped_column(Id, ForeignKey("agency.id"))
    reach: Mapped[str] = mapped_column(String(12))
    lodged_since_on: Mapped[date | None] = mapped_column(Date)
    never_later: Mapped[bool] = mapped_column(Boolean)
    with_letters: Mapped[bool] = mapped_column(Boolean)
    reason_ar: Mapped[str] = mapped_column(String(500))
    reason_fr: Mapped[str] = mapped_column(String(500))
    reason_en: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(10))
    cursor: Mapped[str | None] = mapped_column(Id)
    total: Mapped[int] = mapped_column(Integer, default=0)
    seen: Mapped[int] = mapped_column(Integer, default=0)
    moved: Mapped[int] = mapped_column(Integer, default=0)
    became_late: Mapped[int] = mapped_column(Integer, default=0)
    in_time_again: Mapped[int] = mapped_column(Integer, default=0)
    not_movable: Mapped[int] = mapped_column(Integer, default=0)
    kept: Mapped[int] = mapped_column(Integer, default=0)
    letters: Mapped[int] = mapped_column(Integer, default=0)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    worked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_account: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))

    def reason(self, language: str) -> str:
        return getattr(self, f"reason_{language}", "") or self.reason_fr
