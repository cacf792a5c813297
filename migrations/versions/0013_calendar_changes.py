"""What was recorded about the days of a calendar. Everybody may read it, an agency writes its own days alone."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"

_SENTENCE = "calendar_change is append-only: record another change of that day instead"
_ALL = "(select current_setting('app.agency', true)) = '*'"
_OWN = "agency_id = (select nullif(nullif(current_setting('app.agency', true), '*'), '')::uuid)"


def upgrade():
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    key = sa.String(32) if is_sqlite else sa.Uuid()
    op.create_table(
        "calendar_change",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("calendar", sa.String(40), nullable=False), sa.Column("agency_id", key, nullable=True),
        sa.Column("day_on", sa.Date(), nullable=False), sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name_ar", sa.String(120), nullable=False), sa.Column("name_fr", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False), sa.Column("source", sa.String(300), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False), sa.Column("by_account", key, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_calendar_change_agency_id"),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name="fk_calendar_change_by_account"),
        sa.PrimaryKeyConstraint("number", name="pk_calendar_change"))
    if is_sqlite:
        for act in ("update", "delete"):
            op.execute(f"create trigger calendar_change_no_{act} before {act} on calendar_change "
                       f"begin select raise(abort, '{_SENTENCE}'); end")
        return
    op.execute(f"create function refuse_calendar_rewriting() returns trigger language plpgsql as $$ "
               f"begin raise exception '{_SENTENCE}'; end $$")
    op.execute("create trigger calendar_change_append_only before update or delete on calendar_change "
               "for each row execute function refuse_calendar_rewriting()")
    # Days are published; and a process keeps them for all agencies, so it must read all of them, whoever asks.
    op.execute("alter table calendar_change enable row level security")
    op.execute("create policy open_to_all on calendar_change for select using (true)")
    op.execute(f"create policy own_agency on calendar_change for insert with check ({_ALL} or {_OWN})")


def downgrade():
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table("calendar_change")
    if not is_sqlite:
        op.execute("drop function refuse_calendar_rewriting()")
