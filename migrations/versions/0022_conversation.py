"""The conversation of a case, the notes that stay inside, and the drafts of tasks, which erase themselves."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Id, TaskId, UtcDateTime

revision = "0022"
down_revision = "0024"

_OPEN = sa.text("by_account is null and answered_at is null")
_ALL = "(select current_setting('app.agency', true)) = '*'"
_OWN = "agency_id = (select nullif(nullif(current_setting('app.agency', true), '*'), '')::uuid)"
_OF_RUN = "exists (select 1 from process_instance run where run.id = {table}.instance_id)"
_GUARDED = {"conversation_message": _OF_RUN.format(table="conversation_message"),
            "task_draft": _OF_RUN.format(table="task_draft"), "internal_note": _OWN}
#: Whose draft it is may take the task again after giving it back; whoever else takes it makes an end of it.
_ERASE = ("delete from task_draft where task_id = {new}.id and ({new}.state <> 'open' "
          "or ({new}.assignee_id is not null and account_id <> {new}.assignee_id))")


def upgrade():
    key, instant, on_sqlite = Id(), UtcDateTime(), op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "conversation_message",
        sa.Column("id", key, nullable=False), sa.Column("instance_id", key, nullable=False),
        sa.Column("by_account", key, nullable=True), sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False), sa.Column("at", instant, nullable=False),
        sa.Column("answered_at", instant, nullable=True), sa.Column("letter_id", key, nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_conversation_message_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_message"))
    op.create_index("ix_conversation_message_instance", "conversation_message", ["instance_id", "at"])
    op.create_index("ix_conversation_message_open", "conversation_message", ["instance_id", "at"], sqlite_where=_OPEN,
                    postgresql_where=_OPEN)
    of_message = key.compile(op.get_bind().dialect)
    op.execute(f"alter table attachment add column message_id {of_message} "
               "constraint fk_attachment_message_id references conversation_message (id)")
    op.create_table(
        "internal_note",
        sa.Column("id", key, nullable=False), sa.Column("instance_id", key, nullable=False),
        sa.Column("agency_id", key, nullable=False), sa.Column("by_account", key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False), sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_internal_note_instance_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_internal_note_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_internal_note"))
    op.create_index("ix_internal_note_instance", "internal_note", ["instance_id", "at"])
    op.create_table(
        "task_draft",
        sa.Column("task_id", TaskId(), nullable=False), sa.Column("account_id", key, nullable=False),
        sa.Column("instance_id", key, nullable=False), sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False), sa.Column("saved_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name="fk_task_draft_task_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("task_id", "account_id", name="pk_task_draft"))
    op.create_index("ix_task_draft_instance", "task_draft", ["instance_id"])
    (_on_sqlite if on_sqlite else _on_postgresql)()


def downgrade():
    raise NotImplementedError("what people wrote to each other would be lost; restore the backup")


def _on_sqlite() -> None:
    op.execute("create trigger task_draft_ends after update of state, assignee_id on human_task "
               f"begin {_ERASE.format(new='new')}; end")


def _on_postgresql() -> None:
    op.execute("create function erase_task_draft() returns trigger language plpgsql as $$ "
               f"begin {_ERASE.format(new='new')}; return null; end $$")
    op.execute("create trigger task_draft_ends after update of state, assignee_id on human_task for each row "
               "when (new.state is distinct from old.state or new.assignee_id is distinct from old.assignee_id) "
               "execute function erase_task_draft()")
    for table, whose in _GUARDED.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy own_agency on {table} using ({_ALL} or {whose}) with check (true)")
