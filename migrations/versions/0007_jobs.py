"""The queues: our own table for an embedded database, Procrastinate's for PostgreSQL."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"

SCHEMA = Path(__file__).resolve().parents[1] / "sql" / "procrastinate_3_10_0.sql"
#: Rows live for seconds here: without this the dead ones of a busy night are cleared away hours later.
BUSY_TABLES = ("procrastinate_jobs", "procrastinate_events", "timer", "letter")


def upgrade():
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False), sa.Column("name", sa.String(40), nullable=False),
        sa.Column("args", sa.Text(), nullable=False), sa.Column("key", sa.String(200), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False), sa.Column("state", sa.String(10), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False), sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    waits = sa.text("state = 'todo'")
    op.create_index("ix_job_todo", "job", ["priority", "run_at"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("uq_job_key_todo", "job", ["key"], unique=True, sqlite_where=waits, postgresql_where=waits)
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(SCHEMA.read_text().replace("%", "%%"))
        for table in BUSY_TABLES:
            op.execute(f"alter table {table} set (autovacuum_vacuum_scale_factor = 0.01)")


def downgrade():
    op.drop_table("job")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("timer", "letter"):
            op.execute(f"alter table {table} reset (autovacuum_vacuum_scale_factor)")
        op.execute("drop table procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, "
                   "procrastinate_workers cascade")
        op.get_bind().exec_driver_sql(_DROP)


_DROP = """
do $$ declare one record; begin
  for one in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname = current_schema() and p.proname like 'procrastinate_%%' loop
    execute 'drop function ' || one.name || ' cascade';
  end loop;
  drop type procrastinate_job_to_defer_v1;
  drop type procrastinate_job_event_type;
  drop type procrastinate_job_status;
end $$
"""
