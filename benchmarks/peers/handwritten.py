"""The measure of all: the complaint as a state machine by hand with SQLAlchemy Core, one UPDATE and one INSERT a step.

No diagram, no access check, no ledger, no event chain, no idempotency, no letters: what a program costs that does
nothing but keep the case.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.peers import Ready
from benchmarks.peers.durable import durable

TABLES = sa.MetaData()
CASES = sa.Table(
    "cases", TABLES,
    sa.Column("id", sa.Integer, primary_key=True), sa.Column("ref", sa.String(20)),
    sa.Column("state", sa.String(20), nullable=False), sa.Column("version", sa.Integer, nullable=False),
    sa.Column("data", sa.Text, nullable=False), sa.Column("due_at", sa.DateTime(timezone=True)),
    sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Index("ix_due", "due_at", postgresql_where=sa.text("due_at is not null"),
             sqlite_where=sa.text("due_at is not null")),
    sa.Index("ix_state", "state", postgresql_where=sa.text("state <> 'end'"), sqlite_where=sa.text("state <> 'end'")))
HISTORY = sa.Table(
    "history", TABLES,
    sa.Column("id", sa.Integer, primary_key=True), sa.Column("case_id", sa.Integer, nullable=False, index=True),
    sa.Column("step", sa.String(20)), sa.Column("at", sa.DateTime(timezone=True)), sa.Column("data", sa.Text))


def following(state: str, data: dict) -> str:
    """The state after a completed one."""
    if state == "check":
        return "assign" if data["admissible"] else "end"
    if state == "validate":
        return "satisfaction" if data["accepted"] else "process"
    return {"assign": "process", "process": "validate", "escalate": "validate", "satisfaction": "end"}[state]


class Handwritten:
    name = "handwritten"

    def open(self, url: str, folder: Path) -> None:
        self.database = durable(url)
        TABLES.create_all(self.database)

    def start_case(self, number: int, said: dict) -> int:
        now = datetime.now(UTC)
        data = {**said, "case_no": "C-" + said["ref"], "registered": True}
        with self.database.begin() as connection:
            case = connection.execute(sa.insert(CASES).values(
                ref=said["ref"], state="check", version=1, data=json.dumps(data), created_at=now)).inserted_primary_key[0]
            connection.execute(sa.insert(HISTORY).values(case_id=case, step="register", at=now, data="{}"))
        return case

    def ready_tasks(self, case: int) -> list[Ready]:
        with self.database.connect() as connection:
            row = connection.execute(sa.select(CASES.c.state, CASES.c.version).where(CASES.c.id == case)).one()
        return [Ready(row.version, row.state, case)] if row.state != "end" else []

    def complete(self, task: Ready, said: dict) -> None:
        now = datetime.now(UTC)
        with self.database.begin() as connection:
            row = connection.execute(
                sa.select(CASES.c.state, CASES.c.version, CASES.c.data).where(CASES.c.id == task.case)).one()
            data = {**json.loads(row.data), **said}
            state = following(row.state, data)
            if state == "satisfaction":
                data["notified"] = True
            changed = connection.execute(
                sa.update(CASES).where(CASES.c.id == task.case, CASES.c.version == task.id).values(
                    state=state, version=task.id + 1, data=json.dumps(data),
                    due_at=now + timedelta(days=30) if state == "process" else None)).rowcount
            if changed != 1:
                raise RuntimeError("somebody else moved the case")
            connection.execute(sa.insert(HISTORY).values(
                case_id=task.case, step=row.state, at=now, data=json.dumps(said)))

    def is_finished(self, case: int) -> bool:
        with self.database.connect() as connection:
            return connection.execute(sa.select(CASES.c.state).where(CASES.c.id == case)).scalar_one() == "end"

    def close(self) -> None:
        self.database.dispose()
