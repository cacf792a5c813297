"""The one hot write: instance, events, tasks and timers of a step, by hand-made SQL, here and nowhere else.

Measured (docs/decisions/0004): a statement a table through the ORM costs three to four times a hand-written state
machine; on PostgreSQL one data-modifying CTE, on SQLite a few prepared statements of the driver cost about the same
as it.
"""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from engine.errors import CaseChangedMeanwhile
from engine.store.change import Change, link

_CTE = """
with instance as ({instance}),
events as (
  insert into case_event (instance_id, seq, at, kind, element_id, actor_id, body, hash)
  select i.id, u.* from instance i, unnest(%(e_seq)s::int[], %(e_at)s::timestamptz[], %(e_kind)s::text[],
    %(e_element)s::text[], %(e_actor)s::text[], %(e_body)s::text[], %(e_hash)s::text[]) u),
done as (
  update human_task t set state = 'completed', completed_at = u.at, completed_by = u.who
  from unnest(%(d_id)s::text[], %(d_at)s::timestamptz[], %(d_who)s::text[]) u(id, at, who)
  where t.id = u.id and exists (select 1 from instance)),
dropped as (
  update human_task t set state = 'cancelled', completed_at = u.at
  from unnest(%(x_id)s::text[], %(x_at)s::timestamptz[]) u(id, at)
  where t.id = u.id and t.state = 'open' and exists (select 1 from instance)),
opened as (
  insert into human_task (id, instance_id, element_id, kind, role, agency_id, unit_id, state, created_at, due_at,
                          assignee_id, claimed_at)
  select u.id, i.id, u.element, u.kind, u.role, %(agency)s, u.unit, 'open', u.at, u.due, u.who,
         case when u.who is null then null else u.at end
  from instance i, unnest(%(n_id)s::text[], %(n_element)s::text[], %(n_kind)s::text[], %(n_role)s::text[],
    %(n_unit)s::text[], %(n_at)s::timestamptz[], %(n_due)s::timestamptz[], %(n_who)s::text[])
    u(id, element, kind, role, unit, at, due, who)),
fired as (
  update timer t set state = 'fired', fired_at = u.at, lease_until = null
  from unnest(%(f_task)s::text[], %(f_element)s::text[], %(f_at)s::timestamptz[]) u(task, element, at)
  where t.task_id = u.task and t.element_id = u.element and exists (select 1 from instance)),
cancelled as (
  update timer t set state = 'cancelled', lease_until = null
  from unnest(%(c_task)s::text[], %(c_element)s::text[]) u(task, element)
  where t.task_id = u.task and t.element_id = u.element and t.state = 'pending' and exists (select 1 from instance)),
armed as (
  insert into timer (task_id, element_id, instance_id, due_at, state, interrupting, attempts)
  select u.task, u.element, i.id, u.due, u.state, u.cuts, 0
  from instance i, unnest(%(t_task)s::text[], %(t_element)s::text[], %(t_due)s::timestamptz[], %(t_state)s::text[],
    %(t_cuts)s::bool[]) u(task, element, due, state, cuts))
select id from instance
"""
_CTE_NEW = _CTE.format(instance="""
  insert into process_instance (id, definition_hash, agency_id, state, version, snapshot, chain_head, event_count,
                                waiting_for, started_at, ended_at, ended_as)
  values (%(id)s, %(definition)s, %(agency)s, %(state)s, 1, %(snapshot)s, %(head)s, %(count)s, %(waiting)s,
          %(started)s, %(ended)s, %(ended_as)s) returning id""")
_CTE_NEXT = _CTE.format(instance="""
  update process_instance set state = %(state)s, version = version + 1, snapshot = %(snapshot)s, chain_head = %(head)s,
    event_count = %(count)s, waiting_for = %(waiting)s, ended_at = %(ended)s, ended_as = %(ended_as)s
  where id = %(id)s and version = %(version)s returning id""")


def write_step(session: Session, change: Change) -> None:
    """Writes the step and sets `change.chain_head` and `event_count` to the new end of the chain.

    Raises CaseChangedMeanwhile when the instance is not at `expected_version` any more.
    """
    events = _chained(change)
    connection = session.connection()
    write = _write_sqlite if connection.dialect.name == "sqlite" else _write_postgresql
    if not write(connection, change, events):
        raise CaseChangedMeanwhile(reference=change.instance_id)


def _chained(change: Change) -> list[tuple]:
    """The event rows in order, each linked to the one before."""
    rows = []
    for event in change.events:
        change.event_count += 1
        body = event.canonical(change.event_count)
        change.chain_head = link(change.chain_head, body)
        rows.append((change.event_count, event.at, event.kind, event.element_id, event.actor_id, body,
                     change.chain_head))
    return rows


def _columns(rows: list[tuple], count: int) -> list[list]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(count)]


def _write_postgresql(connection, change: Change, events: list[tuple]) -> bool:
    values = {
        "id": change.instance_id, "definition": change.definition_hash, "agency": change.agency_id,
        "state": change.state, "snapshot": change.snapshot, "head": change.chain_head, "count": change.event_count,
        "waiting": change.waiting_for, "started": change.started_at, "ended": change.ended_at,
        "ended_as": change.ended_as, "version": change.expected_version,
    }
    tasks = [(t.id, t.element_id, t.kind, t.role, t.unit_id, t.created_at, t.due_at, t.assignee_id)
             for t in change.tasks_new]
    timers = [(t.task_id, t.element_id, t.due_at, t.state, t.interrupting) for t in change.timers_new]
    for prefix, names, rows in (
        ("e", ("seq", "at", "kind", "element", "actor", "body", "hash"), events),
        ("d", ("id", "at", "who"), change.tasks_done),
        ("x", ("id", "at"), change.tasks_dropped),
        ("n", ("id", "element", "kind", "role", "unit", "at", "due", "who"), tasks),
        ("f", ("task", "element", "at"), change.timers_fired),
        ("c", ("task", "element"), change.timers_cancelled),
        ("t", ("task", "element", "due", "state", "cuts"), timers),
    ):
        for name, column in zip(names, _columns(rows, len(names)), strict=True):
            values[f"{prefix}_{name}"] = column
    sql = _CTE_NEW if change.expected_version is None else _CTE_NEXT
    return connection.exec_driver_sql(sql, values).first() is not None


def _write_sqlite(connection, change: Change, events: list[tuple]) -> bool:
    execute = connection.exec_driver_sql
    ended = _text(change.ended_at)
    if change.expected_version is None:
        execute("insert into process_instance (id, definition_hash, agency_id, state, version, snapshot, chain_head, "
                "event_count, waiting_for, started_at, ended_at, ended_as) "
                "values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
                (change.instance_id, change.definition_hash, change.agency_id, change.state, change.snapshot,
                 change.chain_head, change.event_count, change.waiting_for, _text(change.started_at), ended,
                 change.ended_as))
    elif execute("update process_instance set state = ?, version = version + 1, snapshot = ?, chain_head = ?, "
                 "event_count = ?, waiting_for = ?, ended_at = ?, ended_as = ? where id = ? and version = ?",
                 (change.state, change.snapshot, change.chain_head, change.event_count, change.waiting_for, ended,
                  change.ended_as, change.instance_id, change.expected_version)).rowcount != 1:
        return False
    for sql, rows in (
        ("insert into case_event (instance_id, seq, at, kind, element_id, actor_id, body, hash) "
         "values (?, ?, ?, ?, ?, ?, ?, ?)",
         [(change.instance_id, seq, _text(at), *rest) for seq, at, *rest in events]),
        ("update human_task set state = 'completed', completed_at = ?, completed_by = ? where id = ?",
         [(_text(at), who, task_id) for task_id, at, who in change.tasks_done]),
        ("update human_task set state = 'cancelled', completed_at = ? where id = ? and state = 'open'",
         [(_text(at), task_id) for task_id, at in change.tasks_dropped]),
        ("insert into human_task (id, instance_id, element_id, kind, role, agency_id, unit_id, state, created_at, "
         "due_at, assignee_id, claimed_at) values (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?)",
         [(t.id, change.instance_id, t.element_id, t.kind, t.role, change.agency_id, t.unit_id, _text(t.created_at),
           _text(t.due_at), t.assignee_id, _text(t.created_at) if t.assignee_id else None) for t in change.tasks_new]),
        ("update timer set state = 'fired', fired_at = ?, lease_until = null where task_id = ? and element_id = ?",
         [(_text(at), task_id, element_id) for task_id, element_id, at in change.timers_fired]),
        ("update timer set state = 'cancelled', lease_until = null "
         "where task_id = ? and element_id = ? and state = 'pending'", change.timers_cancelled),
        ("insert into timer (task_id, element_id, instance_id, due_at, state, interrupting, attempts) "
         "values (?, ?, ?, ?, ?, ?, 0)",
         [(t.task_id, t.element_id, change.instance_id, _text(t.due_at), t.state, t.interrupting)
          for t in change.timers_new]),
    ):
        if rows:
            execute(sql, rows)
    return True


def _text(instant: datetime | None) -> str | None:
    """An instant as SQLAlchemy's SQLite type writes it: UTC, without zone, with microseconds."""
    return None if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
