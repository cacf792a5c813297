"""A database that has handled many cases: finished ones multiplied by INSERT … SELECT with keys of their own.

What belongs to a case is found by the foreign keys that lead to its instance, so a new table needs no word here.
Keys become the digest of the old key and the number of the round; event chains of the copies therefore do not verify.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing

import psycopg
import sqlalchemy as sa

from benchmarks.place import plain

ROOT = "process_instance"
BESIDE = ("idempotency_key",)  # grows with the cases, though no foreign key says so


class Copier:
    """`grow(target)` multiplies the instances of a database. `only` limits it to some tables, `instead` gives columns of
    the copies another SQL expression: {("timer", "due_at"): "..."}."""

    def __init__(self, url: str, only: tuple[str, ...] = (), instead: Mapping[tuple[str, str], str] = {}):
        self.url, self.instead, self.is_sqlite = url, instead, url.startswith("sqlite")
        database = sa.create_engine(url)
        self.tables = sa.MetaData()
        self.tables.reflect(database)
        database.dispose()
        self.links = self._links(only)
        self.beside = [name for name in BESIDE if name in self.tables.tables and (not only or name in only)]

    def grow(self, target: int) -> None:
        with closing(self._connected()) as connection:
            run = connection.execute
            rounds = 0
            while (have := run(f"select count(*) from {ROOT}").fetchone()[0]) < target:
                rounds += 1
                self._round(run, rounds, have, min(have, target - have))
            run("analyze" if self.is_sqlite else "vacuum analyze")

    def _round(self, run: Callable, number: int, have: int, take: int) -> None:
        run("begin")
        if not self.is_sqlite:
            run("set local session_replication_role = replica")  # foreign keys hold by construction
        key = self._key(ROOT)
        run(f"create temp table taken as select {key} from {ROOT} limit {take}")
        for name in [*self.links, *self.beside]:
            columns = [column.name for column in self.tables.tables[name].columns]
            values = ", ".join(self._value(name, column, number) for column in columns)
            rows = self._condition(name) if name in self.links else None
            chosen = f"where {rows}" if rows else f"limit (select count(*) * {take} / {have} from {name})"
            run(f"insert into {name} ({', '.join(columns)}) select {values} from {name} {chosen}")
        run("drop table taken")
        run("commit")

    def _links(self, only: tuple[str, ...]) -> dict[str, tuple[str, str, str] | None]:
        """Tables of a case with the foreign key (column, table, its column) that leads to it; parents first."""
        links: dict[str, tuple[str, str, str] | None] = {ROOT: None}
        for table in self.tables.sorted_tables:
            for key in table.foreign_keys:
                parent = key.column.table.name
                if parent in links and table.name not in links and (not only or table.name in only):
                    links[table.name] = (key.parent.name, parent, key.column.name)
        return links

    def _condition(self, name: str) -> str:
        link = self.links[name]
        if link is None:
            return f"{self._key(name)} in (select {self._key(name)} from taken)"
        return f"{link[0]} in (select {link[2]} from {link[1]} where {self._condition(link[1])})"

    def _value(self, name: str, column: str, number: int) -> str:
        if (name, column) in self.instead:
            return self.instead[name, column]
        return self._other_key(name, column, number) if column in self._keys(name) else column

    def _keys(self, name: str) -> set[str]:
        """The columns that must differ in a copy: foreign keys into the case, and what alone makes a row unique."""
        table = self.tables.tables[name]
        keys = {key.parent.name for key in table.foreign_keys if key.column.table.name in self.links}
        unique = [list(index.columns) for index in table.indexes if index.unique]
        for constraint in table.constraints:
            if isinstance(constraint, sa.PrimaryKeyConstraint | sa.UniqueConstraint):
                unique.append(list(constraint.columns))
        return keys | {columns[0].name for columns in unique if columns and not keys & {c.name for c in columns}}

    def _other_key(self, name: str, column: str, number: int) -> str:
        if self.is_sqlite:
            return f"other_key({column}, {number})"
        kind = self.tables.tables[name].columns[column].type
        return f"md5({column}::text || '.{number}')::{'uuid' if isinstance(kind, sa.Uuid) else 'text'}"

    def _key(self, name: str) -> str:
        return next(iter(self.tables.tables[name].primary_key.columns)).name

    def _connected(self):
        if not self.is_sqlite:
            return psycopg.connect(plain(self.url), autocommit=True)
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("pragma synchronous=off")
        connection.create_function("other_key", 2, _other_key, deterministic=True)
        return connection


def _other_key(key: str | bytes | None, number: int) -> str | bytes | None:
    if key is None:
        return None
    digest = hashlib.md5(f"{key!r}.{number}".encode(), usedforsecurity=False)
    return digest.digest() if isinstance(key, bytes) else digest.hexdigest()
