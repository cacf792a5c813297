"""Everything a step must know, read under the instance's lock: on PostgreSQL two statements in one journey.

The lock comes in a statement of its own, because a statement that waits for a lock reads everything else as it was
before it waited: the task that somebody else has just completed would still look open.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from uuid import UUID

from engine.store.case_row import CaseRow
from engine.store.tables.submission import BESIDE_TASKS
from engine.store.transaction import Transaction
from engine.vocabulary import TaskState

_INSTANCE = ("id", "definition_hash", "agency_id", "state", "version", "snapshot", "chain_head", "event_count",
             "waiting_for", "started_at", "ended_as", "business_key")
_CASE = tuple(column.name for column in fields(CaseRow))
_TASK = ("id", "instance_id", "element_id", "role", "agency_id", "state", "assignee_id", "unit_id")
_NO_TASK = ", ".join(f"'{form}'" for form in BESIDE_TASKS)
#: A task that is done is a submission.
_BY_ID, _BY_TASK = "{mark}", f"""(select coalesce(
  (select instance_id from human_task where id = asked.id),
  (select instance_id from submission where id = asked.id and element_id not in ({_NO_TASK})))
  from (select {{mark}} as id) asked)"""
_DONE = "select element_id, by_account from submission where id = {mark}"
_ENTERED = "exists (select 1 from deadline_entry x where x.instance_id = e.instance_id and x.code = e.code)"
_NAMED = "select 1 as named from person_complained_about p where p.instance_id = {run} and p.account_id = {mark}"


@dataclass(frozen=True)
class InstanceRow:
    """A process_instance as it stands under its lock."""

    id: str
    definition_hash: str
    agency_id: str | None
    state: str
    version: int
    snapshot: bytes
    chain_head: bytes
    event_count: int
    waiting_for: str
    started_at: datetime
    ended_as: str | None
    business_key: str | None


@dataclass(frozen=True)
class TaskRow:
    """The human_task somebody asked for."""

    id: str
    instance_id: str
    element_id: str
    role: str | None
    agency_id: str | None
    state: str
    assignee_id: str | None
    unit_id: str | None = None
    completed_by: str | None = None


@dataclass(frozen=True)
class Held:
    """`now` is the database's time after the lock was granted, None on SQLite. `done_by_asker` are the user tasks of
    this run that the one who asks has completed; `timers` are (task, element, due, state); `deadlines` by code (due, was it
    met, was it breached, has its ledger any entries); `own_days` are the agency's own numbers, see `legal_dates.own_days_of`;
    `calendar_version` is the newest change of any calendar; `is_named`: the case complains about the one who asks."""

    instance: InstanceRow
    case: CaseRow | None
    task: TaskRow | None
    open_tasks: frozenset[str]
    done_by_asker: frozenset[str]
    timers: tuple[tuple[str, str, datetime, str], ...]
    deadlines: dict[str, tuple[datetime, bool, bool, bool]]
    own_days: str | None
    calendar_version: int | None
    now: datetime | None
    is_named: bool = False


def hold_instance(transaction: Transaction, instance_id: str, asker_id: str | None) -> Held | None:
    """Locks the instance; None where there is none."""
    return _hold(transaction, _BY_ID, instance_id, asker_id)


def hold_task(transaction: Transaction, task_id: str, asker_id: str | None) -> Held | None:
    """Locks the instance of a task; None where there is no such task."""
    return _hold(transaction, _BY_TASK, task_id, asker_id)


def _hold(transaction: Transaction, place: str, key: str, asker_id: str | None) -> Held | None:
    read = _from_sqlite if transaction.is_sqlite else _from_postgresql
    return read(transaction, place, key, asker_id)


def _columns(names: Iterable[str], table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def own_days(agency: str, joined: str) -> str:
    """The agency's own numbers of days as one text, almost always none: `code since_on days`, with `;` between them."""
    return (f"(select {joined}(o.code || ' ' || o.since_on || ' ' || coalesce(cast(o.days as text), '-'), ';') "
            f"from agency_deadline o where o.agency_id = {agency})")


# PostgreSQL. Ids are asked for as text: making a UUID object of each costs more than the query. `offset 0`: the id of the
# instance is looked up once, not once for each table. What somebody did is picked out of the case's rows, never the case's
# out of all that they ever did; and its open tasks out of its tasks. As conditions PostgreSQL would let them choose the index,
# and a plan that it made while the tables were small goes through all open tasks of the country.

_LOCK = {place: f"""
select i.id::text, i.definition_hash, i.agency_id::text, {_columns(_INSTANCE[3:], 'i')} from process_instance i
where i.id = {place.format(mark='%s::uuid')} for update""" for place in (_BY_ID, _BY_TASK)}
_REST = {place: f"""
select clock_timestamp(), (select max(number) from calendar_change), {own_days('c.agency_id', 'string_agg')},
  t.open, b.mine, m.task, m.element, m.due, m.state, d.code, d.due, d.met, d.breached, d.entered,
  k.id::text, k.instance_id::text, k.element_id, k.role, k.agency_id::text, k.state, k.assignee_id::text, k.unit_id::text,
  c.instance_id::text, c.agency_id::text, {_columns(_CASE[2:13], 'c')}, c.unit_id::text, {_columns(_CASE[14:], 'c')}, n.named
from (select {place.format(mark='%s::uuid')} as id offset 0) i
left join complaint_case c on c.instance_id = i.id
left join human_task k on k.id = %s
left join lateral (
  select array_agg(h.id::text) filter (where h.state = 'open') as open from human_task h where h.instance_id = i.id) t on true
left join lateral (
  select array_agg(s.element_id) filter (where s.by_account = %s) as mine from submission s where s.instance_id = i.id
) b on true
left join lateral (
  select array_agg(r.task_id::text) as task, array_agg(r.element_id) as element, array_agg(r.due_at) as due,
         array_agg(r.state) as state from timer r where r.instance_id = i.id) m on true
left join lateral (
  select array_agg(e.code) as code, array_agg(e.due_at) as due, array_agg(e.met_at is not null) as met,
         array_agg(e.breached_at is not null) as breached, array_agg({_ENTERED}) as entered
  from deadline e where e.instance_id = i.id) d on true
left join lateral ({_NAMED.format(run='i.id', mark='%s')}) n on true
""" for place in (_BY_ID, _BY_TASK)}


def _from_postgresql(transaction: Transaction, place: str, key: str, asker_id: str | None) -> Held | None:
    if not _is_key(key):
        return None
    task = key if place == _BY_TASK else None
    locked, rest = transaction.ask((_LOCK[place], (key,)), (_REST[place], (key, task, asker_id, asker_id)))
    if not locked:
        return None
    instance_id, definition_hash, agency_id, *more = locked[0]
    instance = InstanceRow(_hex(instance_id), definition_hash, _hex(agency_id), *more[:6], _utc(more[6]), *more[7:])
    (now, version, own, opened, mine, tasks, elements, dues, states, *law), row = rest[0][:14], rest[0][14:]
    known = zip(tasks or (), elements or (), map(_utc, dues or ()), states or (), strict=True)
    return Held(
        instance, _case(row[8:-1]), _task(row[:8]) or _done(transaction, "%s", task, instance),
        frozenset(opened or ()), frozenset(mine or ()), tuple(known),
        {code: (_utc(due), *more) for code, due, *more in zip(*(part or () for part in law), strict=True)},
        own, version, _utc(now), row[-1] is not None)


def _is_key(text: str) -> bool:
    digits = text.replace("-", "")
    return len(digits) == 32 and digits.isascii() and digits.isalnum() and not set(digits.lower()) - set("0123456789abcdef")


def _hex(key: str | None) -> str | None:
    return key.replace("-", "") if key else None


def _task(row) -> TaskRow | None:
    if row[0] is None:
        return None
    task_id, instance_id, element_id, role, agency_id, state, assignee_id, unit_id = row
    return TaskRow(task_id, _hex(instance_id), element_id, role, _hex(agency_id), state, _hex(assignee_id), _hex(unit_id))


def _done(transaction: Transaction, mark: str, task_id: str | None, instance: InstanceRow) -> TaskRow | None:
    """A task that somebody has completed before; asked for only where it is not open."""
    if task_id is None:
        return None
    [[(element_id, who)]] = transaction.ask((_DONE.format(mark=mark), (task_id,)))
    who = who.hex if isinstance(who, UUID) else who
    return TaskRow(task_id, instance.id, element_id, None, instance.agency_id, TaskState.COMPLETED, who, None, who)


def _case(row) -> CaseRow | None:
    if row[0] is None:
        return None
    return CaseRow(_hex(row[0]), _hex(row[1]), *row[2:10], *map(_utc, row[10:13]), _hex(row[13]), *row[14:])


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


# SQLite. The transaction already has the only right to write; statements of its driver cost next to nothing.

_ONE = {place: f"""
select {_columns(_INSTANCE, 'i')}, {_columns(_CASE, 'c')}, {own_days('c.agency_id', 'group_concat')},
  (select max(number) from calendar_change)
from process_instance i
left join complaint_case c on c.instance_id = i.id where i.id = {place.format(mark='?')}"""
        for place in (_BY_ID, _BY_TASK)}


_CLOCKS = f"select code, due_at, met_at is not null, breached_at is not null, {_ENTERED} from deadline e where instance_id = ?"
#: No index serves `+by_account`: else SQLite, which has no figures of how long that list is, goes through all that this
#: person ever did.
DONE_BY = "select element_id from submission where instance_id = ? and +by_account = ?"


def _from_sqlite(transaction: Transaction, place: str, key: str, asker_id: str | None) -> Held | None:
    [found] = transaction.ask((_ONE[place], (key,)))
    if not found:
        return None
    row, case, (own, version) = found[0][:len(_INSTANCE)], found[0][len(_INSTANCE):-2], found[0][-2:]
    instance = InstanceRow(*row[:9], _instant(row[9]), *row[10:])
    tasks, timers, mine, named = transaction.ask(
        (f"select {', '.join(_TASK)} from human_task where instance_id = ?", (instance.id,)),
        ("select task_id, element_id, due_at, state from timer where instance_id = ?", (instance.id,)),
        (DONE_BY, (instance.id, asker_id)),
        (_NAMED.format(run="?", mark="?"), (instance.id, asker_id)))
    deadlines = {}
    if case[0] is not None:
        [rows] = transaction.ask((_CLOCKS, (instance.id,)))
        deadlines = {code: (_instant(due), *map(bool, more)) for code, due, *more in rows}
    return Held(
        instance, _case_of(case), next((TaskRow(*task) for task in tasks if task[0] == key), None) or _done(
            transaction, "?", key if place == _BY_TASK else None, instance),
        frozenset(task[0] for task in tasks if task[5] == "open"),
        frozenset(element_id for (element_id,) in mine),
        tuple((task_id, element_id, _instant(due), state) for task_id, element_id, due, state in timers), deadlines,
        own, version, None, bool(named))


def _case_of(row) -> CaseRow | None:
    if row[0] is None:
        return None
    return CaseRow(*row[:10], *map(_instant, row[10:13]), *row[13:])


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)
