"""The legal and internal dates of one case, with the reasons for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.business_calendar import WEEKDAYS
from engine.domain.deadline import days_left
from engine.domain.explanation import explain
from engine.queries.ledger import ledger_of
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Deadline


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
        select(Deadline).where(Deadline.instance_id == instance_id).order_by(Deadline.due_on, Deadline.code)).all()
    ledgers = ledger_of(session, [instance_id])
    return [_row(row, shelf.definition(row.definition_hash, session), ledgers.get((instance_id, row.code), ()), now, is_over)
            for row in found]


def _row(row: Deadline, definition, entries, now: datetime, is_over: bool) -> DeadlineRow:
    rule, calendar = definition.deadlines[row.code], definition.calendar
    why = explain(rule, row.started_at, calendar, entries, row.days)
    met_on = calendar.local_day(row.met_at) if row.met_at else None
    left = days_left(row.due_on, now, calendar) if row.met_at is None and not is_over else None
    return DeadlineRow(
        code=row.code, names=rule.names, starts_on=row.started_on, days=row.days,
        unit=rule.unit, due_on=row.due_on, unrolled_on=why.unrolled_on if why.rolled_over else None,
        rolled_over=tuple(day.holiday.names if day.holiday else WEEKDAYS[day.on.weekday()] for day in why.rolled_over),
        days_left=left, met_on=met_on, late=met_on > row.due_on if met_on else left is not None and left < 0,
        basis=rule.basis, grade=rule.grade)
