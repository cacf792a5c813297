"""The legal and internal dates of one case, with the reasons for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.business_calendar import BusinessCalendar
from engine.domain.deadline import days_left
from engine.queries.words import WEEKDAYS
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Deadline

_MOST_SKIPPED = 30


@dataclass(frozen=True)
class DeadlineRow:
    """`unrolled_on` is the last day as counted and `rolled_over` names why it moved, both empty where it did not.
    `days_left` is None once the deadline was met; `late` compares the due day with today or with the day it was met."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    starts_on: date
    days: int
    unit: str
    due_on: date
    unrolled_on: date | None
    rolled_over: tuple[Mapping[str, str], ...] = field(hash=False)
    days_left: int | None
    met_on: date | None
    late: bool
    basis: Mapping[str, str] = field(hash=False)
    grade: str


def deadline_rows(session: Session, shelf: DefinitionShelf, instance_id: str, now: datetime,
                  is_over: bool = False) -> list[DeadlineRow]:
    """The ledger of a case, earliest first. `is_over`: the case has ended, so nothing is left to count down."""
    found = session.scalars(
        select(Deadline).where(Deadline.instance_id == instance_id).order_by(Deadline.due_on, Deadline.code))
    return [_row(row, shelf.definition(row.definition_hash, session), now, is_over) for row in found]


def skipped_days(row: Deadline, calendar: BusinessCalendar) -> tuple[Mapping[str, str], ...]:
    """Why each day from the counted last day up to the due day is no working day."""
    count = min((row.due_on - row.unrolled_on).days, _MOST_SKIPPED)
    days = (row.unrolled_on + timedelta(days=number) for number in range(count))
    holidays = ((day, calendar.holiday(day)) for day in days)
    return tuple(holiday.names if holiday else WEEKDAYS[day.weekday()] for day, holiday in holidays)


def _row(row: Deadline, definition, now: datetime, is_over: bool) -> DeadlineRow:
    rule, calendar = definition.deadlines.get(row.code), definition.calendar
    met_on = calendar.local_day(row.met_at) if row.met_at else None
    left = days_left(row.due_on, now, calendar) if row.met_at is None and not is_over else None
    moved = row.due_on != row.unrolled_on
    return DeadlineRow(
        code=row.code, names=rule.names if rule else {}, starts_on=calendar.local_day(row.started_at), days=row.days,
        unit=row.unit, due_on=row.due_on, unrolled_on=row.unrolled_on if moved else None,
        rolled_over=skipped_days(row, calendar), days_left=left, met_on=met_on,
        late=met_on > row.due_on if met_on else left is not None and left < 0,
        basis=rule.basis if rule else {}, grade=rule.grade if rule else "")
