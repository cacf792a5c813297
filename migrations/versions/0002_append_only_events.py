"""History can be added to and never rewritten, whoever holds the connection."""

from alembic import op

revision = "0002"
down_revision = "0001"

_SENTENCE = "case_event is append-only: write a new event instead of changing an old one"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"create trigger case_event_no_{act} before {act} on case_event "
                       f"begin select raise(abort, '{_SENTENCE}'); end")
        return
    op.execute(f"create function refuse_event_change() returns trigger language plpgsql as $$ "
               f"begin raise exception '{_SENTENCE}'; end $$")
    op.execute("create trigger case_event_append_only before update or delete on case_event "
               "for each row execute function refuse_event_change()")


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"drop trigger case_event_no_{act}")
        return
    op.execute("drop trigger case_event_append_only on case_event")
    op.execute("drop function refuse_event_change()")
