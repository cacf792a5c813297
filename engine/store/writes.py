"""Inserts, updates and deletes as values, and the hand-made SQL they become; see transaction.py for when.

The drivers are given plain values: instants and days as they are on PostgreSQL, as SQLAlchemy's text on SQLite.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache

from sqlalchemy import inspect

from engine.store.tables import Base

_ROWS_A_STATEMENT = 500


@dataclass(frozen=True)
class Write:
    """`must_hit`: the transaction fails unless a row was there to change; `of` says in whose name."""

    table: type[Base]
    rows: Sequence[Mapping] = ()
    values: Mapping = field(default_factory=dict)
    where: Mapping | None = None
    must_hit: bool = False
    of: str = ""

    def sql(self, mark: str) -> str:
        """The statement, with `mark` where a value goes."""
        name = self.table.__tablename__
        if self.where is None:
            return _insert(name, tuple(self.rows[0]), len(self.rows), mark)
        where = tuple((column, value is None) for column, value in self.where.items())
        return _update(name, tuple(self.values), where, mark) if self.values else _delete(name, where, mark)

    def parameters(self) -> list:
        if self.where is None:
            return [value for row in self.rows for value in row.values()]
        return [*self.values.values(), *(value for value in self.where.values() if value is not None)]

    def as_sqlite(self) -> tuple[str, list]:
        return self.sql("?"), [as_text(value) if isinstance(value, date) else value for value in self.parameters()]


def insert(table: type[Base], *rows: Mapping | Base) -> list[Write]:
    """New rows, as values by column or as objects that are in no session and have every column set.

    What is empty in all of them is not written: the driver keeps statements of up to 50 values ready.
    """
    if not rows:
        return []
    values = [_values_of(row) if isinstance(row, Base) else row for row in rows]
    if len(values) == 1:
        return [Write(table, [{column: value for column, value in values[0].items() if value is not None}])]
    empty = [column for column in values[0] if all(row[column] is None for row in values)]
    values = [{column: value for column, value in row.items() if column not in empty} for row in values]
    return [Write(table, values[start:start + _ROWS_A_STATEMENT]) for start in range(0, len(values), _ROWS_A_STATEMENT)]


def update(table: type[Base], where: Mapping, **values) -> Write:
    """The rows where every column has the value given; None means "is empty"."""
    return Write(table, values=values, where=where)


def delete(table: type[Base], **where) -> Write:
    return Write(table, where=where)


def together(writes: Sequence[Write]) -> tuple[str, list]:
    """One statement of PostgreSQL for all: its parts see the database as it was before, so no two may change one row.

    Where a part must hit a row and hits none, the division fails and the whole transaction with it, though its COMMIT
    is on its way already.
    """
    parts, values = [], []
    for number, write in enumerate(writes):
        parts.append(f"w{number} as ({write.sql('%s')}{' returning 1' if write.must_hit else ''})")
        values += write.parameters()
    checks = [f"1 / (select count(*) from w{number})" for number, write in enumerate(writes) if write.must_hit]
    return f"with {', '.join(parts)} select {', '.join(checks) or '1'}", values


@cache
def _insert(table: str, columns: tuple[str, ...], count: int, mark: str) -> str:
    row = f"({', '.join([mark] * len(columns))})"
    return f"insert into {table} ({', '.join(columns)}) values {', '.join([row] * count)}"


@cache
def _update(table: str, columns: tuple[str, ...], where: tuple[tuple[str, bool], ...], mark: str) -> str:
    return f"update {table} set {', '.join(f'{column} = {mark}' for column in columns)}{_where(where, mark)}"


@cache
def _delete(table: str, where: tuple[tuple[str, bool], ...], mark: str) -> str:
    return f"delete from {table}{_where(where, mark)}"


def _where(where: tuple[tuple[str, bool], ...], mark: str) -> str:
    return " where " + " and ".join(f"{column} is null" if empty else f"{column} = {mark}" for column, empty in where)


def _values_of(row: Base) -> dict:
    return {column: getattr(row, name) for name, column in _columns_of(type(row))}


@cache
def _columns_of(table: type[Base]) -> tuple[tuple[str, str], ...]:
    return tuple((attribute.key, attribute.columns[0].name) for attribute in inspect(table).column_attrs)


def as_text(value: date) -> str:
    """A day, or an instant as SQLAlchemy's SQLite type writes it: UTC, without zone, with microseconds."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat()
