"""A task that is done leaves the worklist's table: who did it, when and with which words is its submission, which takes the
task's id. Both said the same before."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"

OPEN = sa.text("state = 'open'")
MINE = sa.text("state = 'open' and assignee_id is not null")
BY = sa.text("by_account is not null")
COLUMNS = "id, instance_id, element_id, kind, role, agency_id, unit_id, state, assignee_id, claimed_at, created_at, due_at"


def upgrade():
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    _give_submissions_the_ids_of_their_tasks(on_sqlite)
    op.drop_column("submission", "task_id")
    op.execute("insert into submission (id, instance_id, element_id, by_account, answers, at) "
               "select id, instance_id, element_id, completed_by, '{}', completed_at from human_task t "
               "where state = 'completed' and not exists (select 1 from submission s where s.id = t.id)")
    op.execute("delete from human_task where state = 'completed'")
    op.create_index("ix_submission_by", "submission", ["by_account", "at"], sqlite_where=BY, postgresql_where=BY)
    op.drop_index("ix_human_task_done", "human_task")
    if on_sqlite:
        _make_human_task_anew()
        return
    for column in ("completed_at", "completed_by"):
        op.drop_column("human_task", column)


def downgrade():
    raise NotImplementedError("when a task that is done was opened and due is no longer known; restore the backup")


def _give_submissions_the_ids_of_their_tasks(on_sqlite: bool) -> None:
    if on_sqlite:
        op.execute("pragma defer_foreign_keys = on")  # until the commit: an attachment follows its submission
    else:
        op.drop_constraint("fk_attachment_submission_id", "attachment", type_="foreignkey")
    op.execute("update attachment set submission_id = (select coalesce(s.task_id, s.id) from submission s "
               "where s.id = attachment.submission_id) where submission_id is not null")
    op.execute("update submission set id = task_id where task_id is not null")
    if not on_sqlite:
        op.create_foreign_key("fk_attachment_submission_id", "attachment", "submission", ["submission_id"], ["id"])


def _make_human_task_anew() -> None:
    """SQLite drops no column that a foreign key mentions; nothing refers to this table."""
    for name in ("ix_human_task_instance", "ix_human_task_open", "ix_human_task_mine"):
        op.drop_index(name, "human_task")
    op.execute("alter table human_task rename to former_task")
    op.execute("""create table human_task (
        id varchar(36) not null, instance_id varchar(32) not null, element_id varchar(120) not null,
        kind varchar(20) not null, role varchar(40), agency_id varchar(32), unit_id varchar(32), state varchar(10) not null,
        assignee_id varchar(32), claimed_at datetime, created_at datetime not null, due_at datetime,
        constraint fk_human_task_instance_id foreign key (instance_id) references process_instance (id),
        constraint pk_human_task primary key (id))""")
    op.execute(f"insert into human_task ({COLUMNS}) select {COLUMNS} from former_task")
    op.drop_table("former_task")
    op.create_index("ix_human_task_instance", "human_task", ["instance_id"])
    op.create_index("ix_human_task_open", "human_task", ["agency_id", "role", "due_at"], sqlite_where=OPEN)
    op.create_index("ix_human_task_mine", "human_task", ["assignee_id", "due_at"], sqlite_where=MINE)
