"""The floor: the statements of `handwritten` straight on the driver, without SQLAlchemy."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from benchmarks.peers import Ready
from benchmarks.peers.handwritten import following

TABLES = (
    "create table cases (id {key}, ref varchar(20), state varchar(20) not null, version int not null, "
    "data text not null, due_at {instant}, created_at {instant})",
    "create index ix_due on cases (due_at) where due_at is not null",
    "create index ix_state on cases (state) where state <> 'end'",
    "create table history (id {key}, case_id int not null, step varchar(20), at {instant}, data text)",
    "create index ix_history on history (case_id)",
)
TYPES = {"sqlite": {"key": "integer primary key", "instant": "text"},
         "postgresql": {"key": "bigserial primary key", "instant": "timestamptz"}}


class Driver:
    name = "driver"

    def open(self, url: str, folder: Path) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, cached_statements=256)
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=FULL")
        else:
            self.connection = psycopg.connect(url.replace("+psycopg", ""), prepare_threshold=1)
        for statement in TABLES:
            self.connection.execute(statement.format(**TYPES["sqlite" if self.is_sqlite else "postgresql"]))
        self.connection.commit()

    def start_case(self, number: int, said: dict) -> int:
        now = self._instant()
        data = {**said, "case_no": "C-" + said["ref"], "registered": True}
        self._begin()
        case = self._run("insert into cases (ref, state, version, data, created_at) values (?, ?, ?, ?, ?) returning id",
                         (said["ref"], "check", 1, json.dumps(data), now)).fetchone()[0]
        self._run("insert into history (case_id, step, at, data) values (?, ?, ?, ?)", (case, "register", now, "{}"))
        self.connection.commit()
        return case

    def ready_tasks(self, case: int) -> list[Ready]:
        state, version = self._run("select state, version from cases where id = ?", (case,)).fetchone()
        self._end_reading()
        return [Ready(version, state, case)] if state != "end" else []

    def complete(self, task: Ready, said: dict) -> None:
        self._begin()
        before, _, kept = self._run("select state, version, data from cases where id = ?", (task.case,)).fetchone()
        data = {**json.loads(kept), **said}
        state = following(before, data)
        due = self._instant(timedelta(days=30)) if state == "process" else None
        changed = self._run(
            "update cases set state = ?, version = ?, data = ?, due_at = ? where id = ? and version = ?",
            (state, task.id + 1, json.dumps(data), due, task.case, task.id)).rowcount
        if changed != 1:
            raise RuntimeError("somebody else moved the case")
        self._run("insert into history (case_id, step, at, data) values (?, ?, ?, ?)",
                  (task.case, before, self._instant(), json.dumps(said)))
        self.connection.commit()

    def is_finished(self, case: int) -> bool:
        return not self.ready_tasks(case)

    def close(self) -> None:
        self.connection.close()

    def _begin(self) -> None:
        if self.is_sqlite:
            self.connection.execute("begin immediate")

    def _end_reading(self) -> None:
        if not self.is_sqlite:
            self.connection.commit()

    def _run(self, statement: str, values: tuple):
        return self.connection.execute(statement if self.is_sqlite else statement.replace("?", "%s"), values)

    def _instant(self, later: timedelta = timedelta()):
        now = datetime.now(UTC) + later
        return now.isoformat() if self.is_sqlite else now
