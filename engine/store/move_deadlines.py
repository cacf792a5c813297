"""Dates of many cases moved at once, with what hangs on them: the ledger, the pending timers, the open tasks, the history.

A statement a table whatever the number of cases: on PostgreSQL over arrays, on SQLite as one prepared statement run for
each row. Hand-made SQL, as in write_step.py (docs/decisions/0022): row by row the same costs some ten times as much.
The caller holds the locks of the cases.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ARRAY, ColumnElement, String, any_, cast, literal, select
from sqlalchemy.orm import Session

from engine.store.change import MARK_BYTES
from engine.store.tables import Id, ProcessInstance
from engine.store.writes import as_text


class MovedDeadline(NamedTuple):
    """The new standing of one clock."""

    instance_id: str
    code: str
    days: int
    due_on: date
    due_at: datetime
    definition_hash: str
    calendar_version: int


class MovedTimer(NamedTuple):
    """`element_id` is the timer's; wherever it is armed in that case it rings at `due_at` from now on."""

    instance_id: str
    element_id: str
    due_at: datetime


class MovedTask(NamedTuple):
    id: str
    due_at: datetime | None


class Entry(NamedTuple):
    """A line of `deadline_entry` that a recalculation writes."""

    instance_id: str
    code: str
    number: int
    at: datetime
    by_account: str | None
    before_on: date
    after_on: date
    recalculation_id: str


class Link(NamedTuple):
    """One more link of a case's history: its number, the hash that is the new head, its packed text."""

    instance_id: str
    seq: int
    head: bytes
    body: bytes


def among(session: Session, key: ColumnElement, ids: Sequence[str]) -> ColumnElement[bool]:
    """Is the key one of these ids? One value on PostgreSQL: of hundreds the driver reads the statement anew each time."""
    if session.connection().dialect.name == "sqlite":
        return key.in_(ids)
    return key == any_(cast(literal(array(ids), String), ARRAY(Id)))


def lock_in_order(session: Session, ids: Sequence[str]) -> Sequence:
    """The runs among them that have not ended, locked one after the other by their ids: two who lock many cannot block
    each other. Each with id, definition_hash, event_count and chain_head."""
    run = ProcessInstance.__table__
    return session.connection().execute(
        select(run.c["id", "definition_hash", "event_count", "chain_head"])
        .where(among(session, run.c.id, ids), run.c.ended_at.is_(None)).order_by(run.c.id).with_for_update()).all()


def move_deadlines(session: Session, moved: Sequence[MovedDeadline], now: datetime) -> None:
    """A due day that had passed unmet before `now` stays a breach, however late the new one is."""
    _run(session, "update deadline as d set days = {days}, due_on = {due_on}, due_at = {due_at}, "
         "definition_hash = {definition_hash}, calendar_version = {calendar_version}, "
         "breached_at = case when d.breached_at is null and d.due_at < {now} then d.due_at else d.breached_at end{source} "
         "where d.instance_id = {instance_id} and d.code = {code} and d.met_at is null",
         {"instance_id": "uuid", "code": "text", "days": "int", "due_on": "date", "due_at": "timestamptz",
          "definition_hash": "text", "calendar_version": "int"}, moved, {"now": (now, "timestamptz")})


def move_timers(session: Session, moved: Sequence[MovedTimer], now: datetime) -> None:
    """A timer that is due already fires for the date it had; only those still to come are moved."""
    _run(session, "update timer as t set due_at = {due_at}{source} where t.instance_id = {instance_id} "
         "and t.element_id = {element_id} and t.state = 'pending' and t.due_at > {now}",
         {"instance_id": "uuid", "element_id": "text", "due_at": "timestamptz"}, moved, {"now": (now, "timestamptz")})


def move_tasks(session: Session, moved: Sequence[MovedTask]) -> None:
    _run(session, "update human_task as h set due_at = {due_at}{source} where h.id = {id} and h.state = 'open'",
         {"id": "uuid", "due_at": "timestamptz"}, moved)


def add_entries(session: Session, entries: Sequence[Entry]) -> None:
    _run(session, "insert into deadline_entry (instance_id, code, number, at, by_account, before_on, after_on, "
         "recalculation_id, kind, days, reason) select {instance_id}, {code}, {number}, {at}, {by_account}, {before_on}, "
         "{after_on}, {recalculation_id}, 'recalculated', 0, ''{source}",
         {"instance_id": "uuid", "code": "text", "number": "int", "at": "timestamptz", "by_account": "uuid",
          "before_on": "date", "after_on": "date", "recalculation_id": "uuid"}, entries)


def add_links(session: Session, links: Sequence[Link]) -> None:
    """Each instance counts one version and one event more."""
    kinds = {"instance_id": "uuid", "seq": "int", "head": "bytea", "body": "bytea"}
    _run(session, "update process_instance as i set version = i.version + 1, event_count = {seq}, chain_head = {head}{source} "
         "where i.id = {instance_id}", kinds, links)
    _run(session, "insert into case_event (instance_id, seq, hash, body) select {instance_id}, {seq}, "
         f"substr({{head}}, 1, {MARK_BYTES}), {{body}}{{source}}", kinds, links)


def _run(session: Session, template: str, kinds: dict[str, str], rows: Sequence[tuple], alone: dict | None = None) -> None:
    """The statement for all rows: `{name}` is a column of them or one of the values that stand `alone`."""
    if not rows:
        return
    connection, alone = session.connection(), alone or {}
    if connection.dialect.name == "sqlite":
        marks = {name: f":{name}" for name in (*kinds, *alone)}
        values = {name: _as_sqlite(value) for name, (value, _) in alone.items()}
        connection.exec_driver_sql(template.format(**marks, source=""), [
            {name: _as_sqlite(value) for name, value in zip(kinds, row, strict=True)} | values for row in rows])
        return
    marks = {name: f"v.{name}" for name in kinds} | {name: f"%({name})s::{kind}" for name, (_, kind) in alone.items()}
    arrays = ", ".join(f"%({name})s::{kind}[]" for name, kind in kinds.items())
    columns = {name: array(column) for name, column in zip(kinds, zip(*rows, strict=True), strict=True)}
    connection.exec_driver_sql(
        template.format(**marks, source=f" from unnest({arrays}) as v({', '.join(kinds)})"),
        columns | {name: value for name, (value, _) in alone.items()})


def array(values: Iterable) -> str:
    """PostgreSQL's own text of an array: the driver takes many times as long over a list as over one string."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _as_sqlite(value):
    return as_text(value) if isinstance(value, date) else value
