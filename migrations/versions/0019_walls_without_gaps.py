"""What may only be added to is neither emptied as a whole nor replaced.

A row trigger of PostgreSQL never hears of `truncate`, and SQLite's `insert or replace` deletes without asking the triggers
of a deletion: either way breaches, rungs and the ledger could be taken away under the eyes of their guards.
"""

from alembic import op

revision = "0019"
down_revision = "0018"

_KEPT = ("case_event", "calendar_change", "deadline", "deadline_entry", "escalation", "escalation_notice")
#: The guarded tables of SQLite, their keys, and the rows of them that are kept.
_KEYS = (("deadline", ("instance_id", "code"), " and old.breached_at is not null"),
         ("deadline_entry", ("instance_id", "code", "number"), ""),
         ("escalation", ("instance_id", "code", "rung"), ""))
_SENTENCE = "append-only: rows are added, and neither emptied nor replaced"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for table, key, kept in _KEYS:
            same = " and ".join(f"old.{name} = new.{name}" for name in key)
            op.execute(f"create trigger {table}_no_replace before insert on {table} "
                       f"when exists (select 1 from {table} as old where {same}{kept}) "
                       f"begin select raise(abort, '{table} is {_SENTENCE}'); end")
        return
    op.execute("create function refuse_emptying() returns trigger language plpgsql as $$ "
               f"begin raise exception '% is {_SENTENCE}', tg_table_name; end $$")
    for table in _KEPT:
        op.execute(f"create trigger {table}_no_truncate before truncate on {table} "
                   "for each statement execute function refuse_emptying()")


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for table, *_ in _KEYS:
            op.execute(f"drop trigger {table}_no_replace")
        return
    for table in _KEPT:
        op.execute(f"drop trigger {table}_no_truncate on {table}")
    op.execute("drop function refuse_emptying()")
