"""What is late and what soon will be: for supervisors."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Row, and_, case, func, select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.case_rows import REPLY, CaseRow, case_lines, case_rows
from engine.queries.days import calendar_of
from engine.queries.incidents import is_seen_incident
from engine.queries.names import names_for
from engine.queries.seen import agency_seen
from engine.queries.standing import is_open_incident
from engine.queries.task_rows import TaskRow, task_lines, task_rows
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Deadline, HumanTask, Incident
from engine.vocabulary import SETTLED_STATUSES, Status, TaskState

YEAR = timedelta(days=365)
OPEN_STATUSES = sorted(set(Status) - SETTLED_STATUSES)
EARLIEST = (
    select(Deadline.due_on).where(Deadline.instance_id == ComplaintCase.instance_id, Deadline.code == REPLY)
    .correlate(ComplaintCase).scalar_subquery(),
    ComplaintCase.instance_id,
)


@dataclass(frozen=True)
class LateRow(CaseRow):
    """A case with the step it waits at. `with_name` is who took that step; None while nobody has."""

    step: Mapping[str, str] | None = field(hash=False)
    role: str | None
    role_names: Mapping[str, str] | None = field(hash=False)
    unit_names: Mapping[str, str] | None = field(hash=False)
    with_name: str | None
    waiting_since_at: datetime | None
    waiting_days: int | None


@dataclass(frozen=True)
class AgencyLoad:
    code: str
    names: Mapping[str, str] = field(hash=False)
    open: int
    late: int
    soon: int


@dataclass(frozen=True)
class Overdue:
    """`counts` holds open, late and soon (all of them, also where the lists are cut), incidents, and breached: the cases
    whose legal date passed without a reply in the last twelve months, answered since or not."""

    late: tuple[LateRow, ...]
    soon: tuple[LateRow, ...]
    counts: Mapping[str, int] = field(hash=False)
    by_agency: tuple[AgencyLoad, ...]


def overdue(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, soon_days: int = 7,
            limit: int = 200) -> Overdue:
    """The cases that wait for their reply beyond the legal date, and those due within `soon_days`, earliest first."""
    today = calendar_of(session, shelf, person).local_day(now)
    last = today + timedelta(days=soon_days)
    seen = agency_seen(person, ComplaintCase.agency_id)
    late = case_lines(session, [seen, _waits(Deadline.due_on < today)], EARLIEST, limit)
    soon = case_lines(session, [seen, _waits(Deadline.due_on.between(today, last))], EARLIEST, limit)
    by_agency = _by_agency(session, seen, today, last)
    counts = {name: sum(getattr(load, name) for load in by_agency) for name in ("open", "late", "soon")}
    return Overdue(tuple(_late_rows(session, shelf, late, now)), tuple(_late_rows(session, shelf, soon, now)),
                   {**counts, "incidents": _incidents(session, person), "breached": _breached(session, seen, now)},
                   tuple(by_agency))


def _waits(period: ColumnElement[bool]) -> ColumnElement[bool]:
    """A case without a reply whose legal date lies in the period."""
    return and_(ComplaintCase.status.in_(OPEN_STATUSES), ComplaintCase.instance_id.in_(
        select(Deadline.instance_id).where(Deadline.code == REPLY, Deadline.met_at.is_(None), period)))


def _late_rows(session: Session, shelf: DefinitionShelf, lines: list[Row], now: datetime) -> list[LateRow]:
    """The rows with the newest open task of each case, in a fixed number of statements."""
    ids = [line.instance_id for line in lines]
    open_ones = task_lines(session, [HumanTask.instance_id.in_(ids), HumanTask.state == TaskState.OPEN],
                           [HumanTask.created_at, HumanTask.id])
    tasks = {row.instance_id: row for row in task_rows(session, shelf, open_ones, now)}
    names = names_for(session, units={line.unit_id for line in lines})
    return [_late_row(row, tasks.get(line.instance_id), names.units.get(line.unit_id or ""), now)
            for row, line in zip(case_rows(session, shelf, lines, now), lines, strict=True)]


def _late_row(row: CaseRow, task: TaskRow | None, unit_names, now: datetime) -> LateRow:
    plain = {part.name: getattr(row, part.name) for part in fields(CaseRow)}
    return LateRow(
        **plain, step=task.step if task else None, role=task.role if task else None,
        role_names=task.role_names if task else None, unit_names=(task.unit_names if task else None) or unit_names,
        with_name=task.claimed_by_name if task else None, waiting_since_at=task.created_at if task else None,
        waiting_days=max((now - task.created_at).days, 0) if task else None)


def _by_agency(session: Session, seen: ColumnElement[bool], today: date, last: date) -> list[AgencyLoad]:
    """Counted apart, because each count has an index of its own."""
    open_ones = dict(session.execute(
        select(ComplaintCase.agency_id, func.count())
        .where(seen, ComplaintCase.closed_at.is_(None), ComplaintCase.status.in_(OPEN_STATUSES))
        .group_by(ComplaintCase.agency_id)).all())
    urgent = {agency_id: (int(late), int(soon)) for agency_id, late, soon in session.execute(
        select(ComplaintCase.agency_id, func.sum(case((Deadline.due_on < today, 1), else_=0)),
               func.sum(case((Deadline.due_on >= today, 1), else_=0)))
        .select_from(Deadline).join(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
        .where(Deadline.code == REPLY, Deadline.met_at.is_(None), Deadline.due_on <= last, seen,
               ComplaintCase.status.in_(OPEN_STATUSES)).group_by(ComplaintCase.agency_id))}
    names = names_for(session, open_ones)
    loads = [AgencyLoad(names.agency(agency_id).code, names.agency(agency_id).names, count,
                        *urgent.get(agency_id, (0, 0))) for agency_id, count in open_ones.items()]
    return sorted(loads, key=lambda load: (-load.late, -load.soon, load.code))


def _breached(session: Session, seen: ColumnElement[bool], now: datetime) -> int:
    return session.scalar(
        select(func.count()).select_from(Deadline)
        .join(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
        .where(Deadline.code == REPLY, Deadline.breached_at.is_not(None), Deadline.breached_at > now - YEAR, seen))


def _incidents(session: Session, person: Person) -> int:
    return session.scalar(select(func.count()).select_from(Incident).where(is_open_incident(), is_seen_incident(person)))
