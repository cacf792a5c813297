"""The ledger of the legal clock: what happened to each deadline, an agency's own days, a breach that nobody can clear."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Id, UtcDateTime

revision = "0012"
down_revision = "0010"

#: Every family that exists so far counts its days there.
ZONE = ZoneInfo("Africa/Casablanca")
GUARDED = {"deadline_entry": "exists (select 1 from process_instance run where run.id = deadline_entry.instance_id)",
           "agency_deadline": "agency_id = (select nullif(nullif(current_setting('app.agency', true), '*'), '')::uuid)"}
_ALL = "(select current_setting('app.agency', true)) = '*'"
_ENTRY = "deadline_entry is append-only: add an entry instead of changing an old one"
_BREACH = "a breach stays for good: breached_at can be set once and never be changed or cleared"
_FORMER = sa.table("deadline", sa.column("instance_id"), sa.column("code"), sa.column("started_at"), sa.column("days"),
                   sa.column("unit"), sa.column("unrolled_on"))


def upgrade():
    key, day, instant, bind = Id(), sa.Date(), UtcDateTime(), op.get_bind()
    for column in (sa.Column("started_on", day, nullable=False, server_default="1970-01-01"),
                   sa.Column("calendar_version", sa.Integer(), nullable=False, server_default="0"),
                   sa.Column("breached_at", instant, nullable=True)):
        op.add_column("deadline", column)
    _fill_started_on(bind)
    for column in ("unit", "rolled", "unrolled_on"):
        op.execute(f"alter table deadline drop column {column}")
    op.create_table(
        "deadline_entry",
        sa.Column("instance_id", key, nullable=False), sa.Column("code", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False), sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", instant, nullable=False), sa.Column("by_account", key, nullable=True),
        sa.Column("days", sa.Integer(), nullable=False), sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("until_on", day, nullable=True), sa.Column("before_on", day, nullable=False),
        sa.Column("after_on", day, nullable=False), sa.Column("recalculation_id", key, nullable=True),
        sa.ForeignKeyConstraint(["instance_id", "code"], ["deadline.instance_id", "deadline.code"],
                                name="fk_deadline_entry_instance_id_code"),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name="fk_deadline_entry_by_account"),
        sa.PrimaryKeyConstraint("instance_id", "code", "number", name="pk_deadline_entry"))
    op.create_table(
        "agency_deadline",
        sa.Column("agency_id", key, nullable=False), sa.Column("code", sa.String(40), nullable=False),
        sa.Column("since_on", day, nullable=False), sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("by_account", key, nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_agency_deadline_agency_id"),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name="fk_agency_deadline_by_account"),
        sa.PrimaryKeyConstraint("agency_id", "code", "since_on", name="pk_agency_deadline"))
    if bind.dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade():
    """What was promised to people cannot be told from the rest any more: pauses and extensions are forgotten."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("deadline_breach_stays", "deadline_stays"):
        op.execute(f"drop trigger {name}" + (" on deadline" if postgresql else ""))
    op.drop_table("agency_deadline")
    op.drop_table("deadline_entry")
    if postgresql:
        op.execute("drop function refuse_clearing_breach()")
        op.execute("drop function refuse_entry_change()")
    for column in (sa.Column("unit", sa.String(10), nullable=False, server_default="calendar"),
                   sa.Column("rolled", sa.Boolean(), nullable=False, server_default=sa.true()),
                   sa.Column("unrolled_on", sa.Date(), nullable=False, server_default="1970-01-01")):
        op.add_column("deadline", column)
    op.execute("update deadline set unrolled_on = due_on")
    for column in ("started_on", "calendar_version", "breached_at"):
        op.execute(f"alter table deadline drop column {column}")


def _fill_started_on(bind) -> None:
    """A last day in calendar days tells the first; working days are not told back, so their local day is looked at."""
    rows = bind.execute(sa.select(_FORMER)).all()
    days = [{"instance": row.instance_id, "of": row.code, "day": _started_on(row)} for row in rows]
    if days:
        day = ":day" if bind.dialect.name == "sqlite" else "cast(:day as date)"
        bind.execute(sa.text(f"update deadline set started_on = {day} where instance_id = :instance and code = :of"), days)


def _started_on(row) -> str:
    if row.unit == "calendar":
        last = row.unrolled_on
        return ((last if isinstance(last, date) else date.fromisoformat(last)) - timedelta(row.days)).isoformat()
    at = row.started_at if isinstance(row.started_at, datetime) else datetime.fromisoformat(row.started_at)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(ZONE).date().isoformat()


def _guard_sqlite() -> None:
    for act in ("update", "delete"):
        op.execute(f"create trigger deadline_entry_no_{act} before {act} on deadline_entry "
                   f"begin select raise(abort, '{_ENTRY}'); end")
    op.execute("create trigger deadline_breach_stays before update of breached_at on deadline "
               "when old.breached_at is not null and new.breached_at is not old.breached_at "
               f"begin select raise(abort, '{_BREACH}'); end")
    op.execute("create trigger deadline_stays before delete on deadline when old.breached_at is not null "
               f"begin select raise(abort, '{_BREACH}'); end")


def _guard_postgresql() -> None:
    for name, sentence in (("refuse_entry_change", _ENTRY), ("refuse_clearing_breach", _BREACH)):
        op.execute(f"create function {name}() returns trigger language plpgsql as $$ "
                   f"begin raise exception '{sentence}'; end $$")
    op.execute("create trigger deadline_entry_append_only before update or delete on deadline_entry "
               "for each row execute function refuse_entry_change()")
    op.execute("create trigger deadline_breach_stays before update of breached_at on deadline for each row "
               "when (old.breached_at is not null and new.breached_at is distinct from old.breached_at) "
               "execute function refuse_clearing_breach()")
    op.execute("create trigger deadline_stays before delete on deadline for each row "
               "when (old.breached_at is not null) execute function refuse_clearing_breach()")
    for table, whose in GUARDED.items():
        op.execute(f"alter table {table} enable row level security")
        check = "" if table == "agency_deadline" else " with check (true)"
        op.execute(f"create policy own_agency on {table} using ({_ALL} or {whose}){check}")
