"""The reason of an entry on a clock may be emptied, and nothing else of it changed: what people wrote is erased by law.

Revision ID: 0026
Revises: 0020
"""

from alembic import op

revision = "0026"
down_revision = "0020"
branch_labels = depends_on = None

_ENTRY = "deadline_entry is append-only: add an entry instead of changing an old one"
_REST = ("instance_id", "code", "number", "kind", "at", "by_account", "days", "until_on", "before_on", "after_on",
         "recalculation_id")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        changed = " or ".join(f"new.{name} is not old.{name}" for name in _REST)
        op.execute("drop trigger deadline_entry_no_update")
        op.execute("create trigger deadline_entry_no_update before update on deadline_entry "
                   f"when new.reason <> '' or {changed} begin select raise(abort, '{_ENTRY}'); end")
        return
    op.execute("drop trigger deadline_entry_append_only on deadline_entry")
    op.execute("create trigger deadline_entry_append_only before delete on deadline_entry "
               "for each row execute function refuse_entry_change()")
    op.execute("create trigger deadline_entry_no_update before update on deadline_entry for each row "
               "when (new.reason <> '' or to_jsonb(new) - 'reason' is distinct from to_jsonb(old) - 'reason') "
               "execute function refuse_entry_change()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger deadline_entry_no_update")
        op.execute("create trigger deadline_entry_no_update before update on deadline_entry "
                   f"begin select raise(abort, '{_ENTRY}'); end")
        return
    op.execute("drop trigger deadline_entry_no_update on deadline_entry")
    op.execute("drop trigger deadline_entry_append_only on deadline_entry")
    op.execute("create trigger deadline_entry_append_only before update or delete on deadline_entry "
               "for each row execute function refuse_entry_change()")
