"""Rungs of escalation, each once, and the outbox of the morning digest."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Id, UtcDateTime

revision = "0014"
down_revision = "0013"

_SENTENCE = "escalation is append-only: a rung that was reached stays reached"
_TOLD = "escalation_notice keeps whom a rung is to be told and when: only that it was told is added, once"
_KEPT = ("instance_id", "code", "rung", "recipient_id")


def upgrade():
    key, moment = Id(), UtcDateTime()
    op.create_table(
        "escalation",
        sa.Column("instance_id", key, nullable=False), sa.Column("code", sa.String(40), nullable=False),
        sa.Column("rung", sa.String(40), nullable=False), sa.Column("element_id", sa.String(120), nullable=True),
        sa.Column("at", moment, nullable=False), sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_escalation_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "code", "rung", name="pk_escalation"))
    op.create_table(
        "escalation_notice",
        sa.Column("instance_id", key, nullable=False), sa.Column("code", sa.String(40), nullable=False),
        sa.Column("rung", sa.String(40), nullable=False), sa.Column("recipient_id", key, nullable=False),
        sa.Column("tell_at", moment, nullable=False), sa.Column("told_at", moment, nullable=True),
        sa.Column("letter_id", key, nullable=True),
        sa.ForeignKeyConstraint(["instance_id", "code", "rung"],
                                ["escalation.instance_id", "escalation.code", "escalation.rung"],
                                name="fk_escalation_notice_escalation"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_escalation_notice_letter_id"),
        sa.PrimaryKeyConstraint("instance_id", "code", "rung", "recipient_id", name="pk_escalation_notice"))
    op.create_index("ix_escalation_notice_untold", "escalation_notice", ["tell_at"],
                    sqlite_where=sa.text("told_at is null"), postgresql_where=sa.text("told_at is null"))
    op.create_index("ix_escalation_notice_recipient_id_tell_at", "escalation_notice", ["recipient_id", "tell_at"])
    (_wall_of_sqlite if op.get_bind().dialect.name == "sqlite" else _wall_of_postgresql)()


def _wall_of_sqlite():
    for act in ("update", "delete"):
        op.execute(f"create trigger escalation_no_{act} before {act} on escalation "
                   f"begin select raise(abort, '{_SENTENCE}'); end")
    op.execute("create trigger escalation_notice_no_delete before delete on escalation_notice "
               f"begin select raise(abort, '{_TOLD}'); end")
    changed = " or ".join(f"new.{name} is not old.{name}" for name in _KEPT)
    op.execute("create trigger escalation_notice_told_once before update on escalation_notice "
               f"when old.told_at is not null or {changed} begin select raise(abort, '{_TOLD}'); end")


def _wall_of_postgresql():
    op.execute("create function refuse_escalation_change() returns trigger language plpgsql as $$ "
               f"begin raise exception '{_SENTENCE}'; end $$")
    op.execute("create trigger escalation_append_only before update or delete on escalation "
               "for each row execute function refuse_escalation_change()")
    changed = " or ".join(f"new.{name} is distinct from old.{name}" for name in _KEPT)
    op.execute("create function refuse_notice_change() returns trigger language plpgsql as $$ begin "
               f"if tg_op = 'DELETE' or old.told_at is not null or {changed} then raise exception '{_TOLD}'; end if; "
               "return new; end $$")
    op.execute("create trigger escalation_notice_told_once before update or delete on escalation_notice "
               "for each row execute function refuse_notice_change()")
    for table in ("escalation", "escalation_notice"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy own_agency on {table} using ((select current_setting('app.agency', true)) = '*' or exists "
                   f"(select 1 from process_instance run where run.id = {table}.instance_id)) with check (true)")


def downgrade():
    op.drop_table("escalation_notice")
    op.drop_table("escalation")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_notice_change()")
        op.execute("drop function refuse_escalation_change()")
