"""Small rows: keys of 16 bytes on PostgreSQL, one row of history a step, and a trace of each request instead of its text.

The history is packed anew, so its hashes change. Each chain is verified on the way; its last link says what the head was
before and whether it verified, so that packing cannot hide a forgery.
"""

import hashlib
from datetime import UTC, datetime
from itertools import groupby

import orjson
import sqlalchemy as sa
from alembic import op

from engine.store.packed_text import packed

revision = "0005"
down_revision = "0009"

KEYS = {
    "account": "id agency_id unit_id", "account_role": "account_id", "agency": "id",
    "attachment": "id instance_id submission_id by_account", "case_migration": "id instance_id by_account",
    "complaint_case": "instance_id agency_id unit_id",
    "contact": "instance_id", "deadline": "instance_id", "definition": "deployed_by",
    "human_task": "id instance_id agency_id unit_id assignee_id completed_by", "imported_row": "instance_id",
    "incident": "id instance_id closed_by", "letter": "id instance_id agency_id posted_by",
    "message": "id from_instance_id agency_id sent_by to_instance_id", "message_wait": "task_id instance_id",
    "process_instance": "id agency_id", "reference_counter": "agency_id",
    "submission": "id instance_id task_id by_account", "timer": "task_id instance_id", "unit": "id agency_id",
}
OLD_EVENTS = sa.text("select instance_id, seq, at, kind, element_id, actor_id, body, hash from former_event "
                     "where instance_id between :first and :last order by instance_id, seq")
BATCH = 500
_SENTENCE = "case_event is append-only: write a new event instead of changing an old one"


def upgrade():
    bind = op.get_bind()
    on_sqlite = bind.dialect.name == "sqlite"
    op.execute("alter table case_event rename to former_event")
    op.execute("alter table idempotency_key rename to former_key")
    if not on_sqlite:
        op.execute("alter table former_event rename constraint pk_case_event to pk_former_event")
        op.execute("alter table former_event drop constraint fk_case_event_instance_id")
        op.execute("alter table former_key rename constraint pk_idempotency_key to pk_former_key")
        _shorten_keys(bind)
    key = sa.String(32) if on_sqlite else sa.Uuid()
    op.create_table(
        "case_event",
        sa.Column("instance_id", key, nullable=False), sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False), sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_case_event_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "seq", name="pk_case_event"))
    op.create_table(
        "idempotency_key",
        sa.Column("key", key, nullable=False), sa.Column("instance_id", key, nullable=True),
        sa.Column("used_on", sa.Date(), nullable=False), sa.Column("act", sa.SmallInteger(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("key", name="pk_idempotency_key"))
    op.execute("alter table process_instance rename column chain_head to former_head")
    op.add_column("process_instance", sa.Column("chain_head", sa.LargeBinary(), nullable=False, server_default=sa.text(
        "x''" if on_sqlite else "''::bytea")))
    _pack_history(bind)
    _pack_keys(bind)
    op.drop_column("process_instance", "former_head")
    op.drop_table("former_event")
    op.drop_table("former_key")
    op.execute("delete from timer where state = 'cancelled'")
    op.drop_index("ix_human_task_done", "human_task")  # an open task was in it too, by nobody and never
    done = sa.text("completed_by is not null")
    op.create_index("ix_human_task_done", "human_task", ["completed_by", "completed_at"], sqlite_where=done,
                    postgresql_where=done)
    op.drop_index("ix_submission_instance_at", "submission")
    op.create_index("ix_submission_instance", "submission", ["instance_id"])
    if on_sqlite:
        for act in ("update", "delete"):
            op.execute(f"create trigger case_event_no_{act} before {act} on case_event "
                       f"begin select raise(abort, '{_SENTENCE}'); end")
    else:
        op.alter_column("process_instance", "chain_head", server_default=None)
        for table, column in (("process_instance", "snapshot"), ("case_event", "body")):
            op.execute(f"alter table {table} alter column {column} set storage external")  # packed by us already
        op.execute("create trigger case_event_append_only before update or delete on case_event "
                   "for each row execute function refuse_event_change()")


def downgrade():
    raise NotImplementedError("the former history cannot be rebuilt from the packed one; restore the backup")


def _shorten_keys(bind) -> None:
    """Text keys become `uuid`. References are taken off meanwhile: both of their ends must change first."""
    references = [row for row in bind.execute(sa.text(
        "select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint "
        "where contype = 'f' and connamespace = current_schema()::regnamespace")) if row[0] in KEYS]
    for table, name, _ in references:
        op.execute(f"alter table {table} drop constraint {name}")
    for table, columns in KEYS.items():
        op.execute(f"alter table {table} " + ", ".join(
            f"alter column {column} type uuid using {column}::uuid" for column in columns.split()))
    for table, name, definition in references:
        op.execute(f"alter table {table} add constraint {name} {definition}")


def _pack_history(bind) -> None:
    """The events that one act wrote, which have its instant or follow each other in one transaction, become one link."""
    heads = {str(row.id).replace("-", ""): row.former_head for row in bind.execute(
        sa.text("select id, former_head from process_instance where event_count > 0"))}
    known = sorted(heads.keys() | set(bind.scalars(sa.text("select distinct instance_id from former_event"))))
    for start in range(0, len(known), BATCH):
        some = known[start:start + BATCH]
        links, ends = [], []
        rows = bind.execute(OLD_EVENTS, {"first": some[0], "last": some[-1]}).all()
        for instance_id, events in groupby(rows, key=lambda row: row.instance_id):
            made = _packed(instance_id, list(events), heads.get(instance_id, ""))
            links += made
            ends.append({"instance": instance_id, "head": made[-1]["hash"], "count": len(made)})
        _write_history(bind, links, ends)


def _packed(instance_id: str, rows: list, former: str) -> list[dict]:
    """The links of one chain, written as engine/store/change.py does."""
    verified, head, made = _verifies(rows, former), b"", []
    groups = [list(group) for _, group in groupby(rows, key=lambda row: (row.actor_id, _instant(row.at)))]
    for seq, group in enumerate(groups, 1):
        events = [[row.kind, row.element_id, _said(row)] for row in group]
        if seq == len(groups):
            events.append(["history_packed", None, {"former_head": former, "verified": verified}])
        text = orjson.dumps({"seq": seq, "at": _instant(group[0].at), "actor": group[0].actor_id, "events": events},
                            option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z, default=str).decode()
        head = hashlib.sha256(head + b"\n" + text.encode()).digest()
        made.append({"instance": instance_id, "seq": seq, "body": packed(text), "hash": head})
    return made


def _write_history(bind, links: list[dict], ends: list[dict]) -> None:
    cast = "" if bind.dialect.name == "sqlite" else "::uuid"
    if links:
        bind.exec_driver_sql(*_many(bind, f"insert into case_event (instance_id, seq, body, hash) values "
                                          f"(%(instance)s{cast}, %(seq)s, %(body)s, %(hash)s)", links))
        bind.exec_driver_sql(*_many(bind, f"update process_instance set chain_head = %(head)s, event_count = %(count)s "
                                          f"where id = %(instance)s{cast}", ends))


def _many(bind, statement: str, rows: list[dict]) -> tuple[str, list]:
    """The statement as the driver wants it, for many rows."""
    if bind.dialect.name != "sqlite":
        return statement, rows
    names = list(rows[0])
    for name in names:
        statement = statement.replace(f"%({name})s", f":{name}")
    return statement, rows


def _verifies(rows: list, head: str) -> bool:
    """Was the history, as the release before wrote it, what its hashes say?"""
    reached = ""
    for seq, row in enumerate(rows, 1):
        reached = hashlib.sha256(reached.encode() + b"\n" + row.body.encode()).hexdigest()
        told = orjson.loads(row.body)
        columns = (seq, row.kind, row.element_id, row.actor_id, _instant(row.at))
        if reached != row.hash or row.seq != seq or columns != (
                told["seq"], told["kind"], told["element"], told["actor"], datetime.fromisoformat(told["at"])):
            return False
    return reached == head


def _said(row) -> dict:
    return orjson.loads(row.body).get("body") or {}


def _instant(value) -> datetime:
    """An instant of either database, in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _pack_keys(bind) -> None:
    """As engine/bus.py writes them. Of a key that was cut off the end is unknown: it was never one of ours."""
    made = []
    for row in bind.execute(sa.text("select key, act, receipt, at from former_key where receipt <> ''")):
        receipt = orjson.loads(row.receipt)
        told = {name: receipt[name] for name in ("due_on", "id", "count", "ids") if receipt.get(name)}
        made.append({
            "key": hashlib.sha256(row.key.encode()).hexdigest()[:32], "instance": receipt["instance_id"],
            "day": _instant(row.at).date().isoformat(), "receipt": orjson.dumps(told).decode(),
            "act": int.from_bytes(hashlib.sha256(row.act.encode()).digest()[:2], signed=True)})
    cast = "" if bind.dialect.name == "sqlite" else "::uuid"
    day = "" if bind.dialect.name == "sqlite" else "::date"
    if made:
        bind.exec_driver_sql(*_many(
            bind, f"insert into idempotency_key (key, instance_id, used_on, act, receipt) values "
                  f"(%(key)s{cast}, %(instance)s{cast}, %(day)s{day}, %(act)s, %(receipt)s)", made))
