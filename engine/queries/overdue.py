"""What is late and what soon will be: for supervisors."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.case_rows import REPLY, CaseRow, case_lines, case_rows
from engine.queries.days import calendar_of
from engine.queries.names import names_for
from engine.queries.seen import agency_seen
from engine.queries.task_rows import TaskRow, task_lines, task_rows
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Deadline, HumanTask, Incident, ProcessInstance
from engine.vocabulary import SETTLED_STATUSES, IncidentState, TaskState

A_YEAR = timedelta(days=365)


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
    """`counts` holds open, late, soon (all of them, also where the lists are cut), incidents, and of the cases answered
    within a year `answered` and `answered_in_time`."""

    late: tuple[LateRow, ...]
    soon: tuple[LateRow, ...]
    counts: Mapping[str, int] = field(hash=False)
    by_agency: tuple[AgencyLoad, ...]


def overdue(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, soon_days: int = 7,
            limit: int = 200) -> Overdue:
    """The cases that wait for their reply beyond the legal date, and those due within `soon_days`, earliest first."""
    today = calendar_of(session, shelf, person).local_day(now)
    last = today + timedelta(days=soon_days)
    waiting = and_(agency_seen(person, ComplaintCase.agency_id), _is_unsettled())
    lists = []
    for period in (Deadline.due_on < today, Deadline.due_on.between(today, last)):
        query = (case_lines().where(waiting, Deadline.met_at.is_(None), period)
                 .order_by(Deadline.due_on, ComplaintCase.instance_id).limit(limit))
        lists.append(_late_rows(session, shelf, list(session.execute(query)), now))
    by_agency = _by_agency(session, waiting, today, last)
    counts = {name: sum(getattr(load, name) for load in by_agency) for name in ("open", "late", "soon")}
    counts |= _answered(session, person, now) | {"incidents": _incidents(session, person)}
    return Overdue(tuple(lists[0]), tuple(lists[1]), counts, tuple(by_agency))


def _is_unsettled():
    return ComplaintCase.status.not_in(sorted(SETTLED_STATUSES))


def _late_rows(session: Session, shelf: DefinitionShelf, lines: list, now: datetime) -> list[LateRow]:
    """The rows with the newest open task of each case, in a fixed number of statements."""
    ids = [line[0].instance_id for line in lines]
    tasks: dict[str, TaskRow] = {}
    query = task_lines().where(HumanTask.instance_id.in_(ids), HumanTask.state == TaskState.OPEN)
    for row in task_rows(session, shelf, session.execute(query.order_by(HumanTask.created_at, HumanTask.id)), now):
        tasks[row.instance_id] = row
    names = names_for(session, units={line[0].unit_id for line in lines})
    return [_late_row(row, tasks.get(line[0].instance_id), names.units.get(line[0].unit_id or ""), now)
            for row, line in zip(case_rows(session, shelf, lines, now), lines, strict=True)]


def _late_row(row: CaseRow, task: TaskRow | None, unit_names, now: datetime) -> LateRow:
    plain = {part.name: getattr(row, part.name) for part in fields(CaseRow)}
    return LateRow(
        **plain, step=task.step if task else None, role=task.role if task else None,
        role_names=task.role_names if task else None, unit_names=(task.unit_names if task else None) or unit_names,
        with_name=task.claimed_by_name if task else None, waiting_since_at=task.created_at if task else None,
        waiting_days=max((now - task.created_at).days, 0) if task else None)


def _by_agency(session: Session, waiting, today: date, last: date) -> list[AgencyLoad]:
    unmet = Deadline.met_at.is_(None)
    rows = session.execute(
        select(ComplaintCase.agency_id, func.count(),
               func.sum(case((and_(unmet, Deadline.due_on < today), 1), else_=0)),
               func.sum(case((and_(unmet, Deadline.due_on.between(today, last)), 1), else_=0)))
        .outerjoin(Deadline, and_(Deadline.instance_id == ComplaintCase.instance_id, Deadline.code == REPLY))
        .where(waiting).group_by(ComplaintCase.agency_id)).all()
    names = names_for(session, {row[0] for row in rows})
    loads = [AgencyLoad(names.agency(agency_id).code, names.agency(agency_id).names, count, int(late), int(soon))
             for agency_id, count, late, soon in rows]
    return sorted(loads, key=lambda load: (-load.late, -load.soon, load.code))


def _answered(session: Session, person: Person, now: datetime) -> dict[str, int]:
    answered, in_time = session.execute(
        select(func.count(), func.sum(case((Deadline.met_at <= Deadline.due_at, 1), else_=0)))
        .select_from(ComplaintCase)
        .join(Deadline, and_(Deadline.instance_id == ComplaintCase.instance_id, Deadline.code == REPLY))
        .where(agency_seen(person, ComplaintCase.agency_id), ComplaintCase.lodged_at >= now - 2 * A_YEAR,
               ComplaintCase.answered_at >= now - A_YEAR)).one()
    return {"answered": answered, "answered_in_time": int(in_time or 0)}


def _incidents(session: Session, person: Person) -> int:
    return session.scalar(
        select(func.count()).select_from(Incident)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .where(Incident.state == IncidentState.OPEN, agency_seen(person, ProcessInstance.agency_id)))
