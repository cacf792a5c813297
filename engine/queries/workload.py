"""How much everybody of an agency has open, and what would become of tasks that are given to somebody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Row, and_, case, func, or_, select
from sqlalchemy.orm import Session

from engine.domain.access import Person, sees_agency, supervises
from engine.errors import NotFound
from engine.queries.days import calendar_of
from engine.queries.eligibility import HELD, Hindrance, complained_about, done_on, hindrance
from engine.queries.names import names_for, names_of
from engine.queries.seen import agency_by_code, is_hidden
from engine.queries.sign_in import person_of
from engine.queries.standing import is_open_task
from engine.queries.task_rows import TaskRow, labels, task_lines, task_rows
from engine.queries.worklist import ORDER
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Account, Agency, HumanTask
from engine.vocabulary import COMPLAINANT

SOON_DAYS = 5
NOBODY = "nobody"
MOST = 200


@dataclass(frozen=True)
class Load:
    """What one person has open, `late` by the tasks' own dates, `soon` due within five days. `id` "nobody" counts what nobody
    has taken. `left`: the account is closed and something is still on it."""

    id: str
    name: str
    unit_names: Mapping[str, str] | None = field(hash=False)
    open: int = 0
    late: int = 0
    soon: int = 0
    left: bool = False


@dataclass(frozen=True)
class Workload:
    """`people` with the most pressing work first, then those who have none; `tasks` are those of the one that was asked for,
    least time left first; `more` says that the list was cut."""

    agency_code: str
    agency_names: Mapping[str, str] = field(hash=False)
    people: tuple[Load, ...]
    nobody: Load
    tasks: tuple[TaskRow, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Candidate:
    """Somebody who holds the role of a task. `hindrance` says why they may not be given it all the same; `because` is the name of
    the step that four eyes are about."""

    load: Load
    hindrance: str | None
    because: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class TaskMove:
    """One task of a look beforehand; `hindrance` and `because` as above, None where it would move."""

    task: TaskRow
    hindrance: str | None
    because: Mapping[str, str] = field(default_factory=dict, hash=False)


def workload(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, agency_code: str | None = None,
             of: str | None = None) -> Workload:
    """Everybody of one agency: the person's own, or the one of `agency_code` for those who see several. `of` is the id of
    somebody whose tasks are wanted, or "nobody". Raises NotFound for an agency that this person does not supervise."""
    agency = _agency(session, person, agency_code)
    loads = _loads(session, shelf, agency.id, person, now)
    people = _people(session, agency.id, loads)
    lines: Sequence[Row] = ()
    if of:
        of_whom = HumanTask.assignee_id.is_(None) if of == NOBODY else HumanTask.assignee_id == of
        conditions = [is_open_task(), HumanTask.agency_id == agency.id, of_whom, _of_staff(),
                      ~is_hidden(person, HumanTask.instance_id)]
        lines = task_lines(session, conditions, ORDER, MOST + 1)
    return Workload(agency.code, names_of(agency), people, _load(NOBODY, "", None, loads.get(None)),
                    tuple(task_rows(session, shelf, lines[:MOST], now)), len(lines) > MOST)


def candidates(session: Session, shelf: DefinitionShelf, task_id: str, person: Person,
               now: datetime) -> tuple[TaskRow, tuple[Candidate, ...]]:
    """An open task, and everybody who holds its role, those of its unit first, then those with least to do. Raises NotFound."""
    line = _supervised(session, person, [task_id])
    if not line:
        raise NotFound(what="open task", which=task_id[:40])
    [task, *_, content_hash], = line
    definition = shelf.definition(content_hash, session)
    loads = _loads(session, shelf, task.agency_id, person, now)
    accounts = session.scalars(select(Account).where(Account.agency_id == task.agency_id, Account.active)).all()
    done = done_on(session, [task.instance_id], [account.id for account in accounts])
    named = complained_about(session, [task.instance_id], [account.id for account in accounts])
    names = names_for(session, units={account.unit_id for account in accounts})
    found = []
    for account in accounts:
        who = person_of(account)
        key = task.instance_id, account.id
        why = hindrance(task, definition, account, who, done.get(key, ()), key in named)
        if task.role == COMPLAINANT or (task.role is not None and task.role not in who.roles):
            continue
        load = _load(account.id, account.name, names.units.get(account.unit_id or ""), loads.get(account.id))
        found.append((account.unit_id != task.unit_id, _candidate(definition, load, why)))
    found.sort(key=lambda pair: (pair[1].hindrance is not None, pair[0], pair[1].load.open, pair[1].load.name))
    return task_rows(session, shelf, line, now)[0], tuple(candidate for _, candidate in found)


def move_preview(session: Session, shelf: DefinitionShelf, task_ids: Iterable[str], to_account: str, person: Person,
                 now: datetime) -> tuple[Load, tuple[TaskMove, ...]]:
    """What would become of each task if all were given to one person, and what that person has today. Changes nothing. Tasks that
    are not open any more, or of an agency that this person does not supervise, are left out. Raises NotFound."""
    account = session.get(Account, to_account)
    if account is None or not sees_agency(person, account.agency_id):
        raise NotFound(what="person", which=to_account[:40])
    lines = _supervised(session, person, list(task_ids)[:MOST])
    runs = {task.instance_id for task, *_ in lines}
    done, named = done_on(session, runs, [account.id]), complained_about(session, runs, [account.id])
    moves = []
    for row, (task, _, _, content_hash) in zip(task_rows(session, shelf, lines, now), lines, strict=True):
        definition = shelf.definition(content_hash, session)
        key = task.instance_id, account.id
        why = hindrance(task, definition, account, person_of(account), done.get(key, ()), key in named)
        moves.append(TaskMove(row, *_said(definition, why)))
    names = names_for(session, units={account.unit_id})
    loads = _loads(session, shelf, account.agency_id, person, now)
    return _load(account.id, account.name, names.units.get(account.unit_id or ""), loads.get(account.id)), tuple(moves)


def _agency(session: Session, person: Person, code: str | None) -> Agency:
    agency = agency_by_code(session, code) if code else session.get(Agency, person.agency_id) if person.agency_id else None
    if agency is None or not supervises(person, agency.id):
        raise NotFound(what="agency", which=(code or "—")[:20])
    return agency


def _supervised(session: Session, person: Person, task_ids: list[str]) -> list[Row]:
    lines = task_lines(session, [HumanTask.id.in_(task_ids), is_open_task(), ~is_hidden(person, HumanTask.instance_id)], ORDER)
    return [line for line in lines if supervises(person, line[0].agency_id)]


def _of_staff():
    return or_(HumanTask.role.is_(None), HumanTask.role != COMPLAINANT)


def _loads(session: Session, shelf: DefinitionShelf, agency_id: str, person: Person, now: datetime) -> dict[str | None, Row]:
    """Open, late and soon by holder; None holds what nobody has taken."""
    calendar = calendar_of(session, shelf, person)
    until = calendar.end_of(calendar.local_day(now) + timedelta(days=SOON_DAYS))
    late, soon = HumanTask.due_at < now, and_(HumanTask.due_at >= now, HumanTask.due_at <= until)
    rows = session.execute(
        select(HumanTask.assignee_id, func.count().label("open"), func.sum(case((late, 1), else_=0)).label("late"),
               func.sum(case((soon, 1), else_=0)).label("soon"))
        .where(is_open_task(), HumanTask.agency_id == agency_id, _of_staff()).group_by(HumanTask.assignee_id))
    return {row.assignee_id: row for row in rows}


def _people(session: Session, agency_id: str, loads: Mapping[str | None, Row]) -> tuple[Load, ...]:
    """Everybody who works there with a role, and everybody who still holds a task."""
    holders = [key for key in loads if key]
    accounts = session.scalars(select(Account).where(or_(
        and_(Account.agency_id == agency_id, Account.active), Account.id.in_(holders)))).all()
    names = names_for(session, units={account.unit_id for account in accounts})
    found = [_load(account.id, account.name, names.units.get(account.unit_id or ""), loads.get(account.id), not account.active)
             for account in accounts if account.roles or account.id in loads]
    return tuple(sorted(found, key=lambda load: (-load.late, -load.soon, -load.open, load.name)))


def _load(key: str, name: str, unit_names, row: Row | None, left: bool = False) -> Load:
    counts = (int(row.open), int(row.late or 0), int(row.soon or 0)) if row is not None else (0, 0, 0)
    return Load(key, name, unit_names, *counts, left=left)


def _candidate(definition, load: Load, why: Hindrance | None) -> Candidate:
    return Candidate(load, *_said(definition, why))


def _said(definition, why: Hindrance | None) -> tuple[str | None, dict[str, str]]:
    if why is None:
        return None, {}
    return why.code, labels(definition, why.element_id) if why.element_id and why.code != HELD else {}
