"""Fewer index entries and fewer locks a step: what never changes a row's standing writes into no index, and what has
ended leaves the lists of what runs.

A foreign key that is checked locks the row it refers to, so all steps of an agency met at the agency's one row. People,
agencies and units are never deleted, which triggers now see to; the checks of tasks and submissions go. SQLite keeps them:
there they cost nothing, and taking them off means rebuilding the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0012"

RUNNING = "state in ('running', 'incident')"
INDEXES = (
    ("ix_complaint_case_open", "complaint_case", ["agency_id"], "closed_at is null"),
    ("ix_complaint_case_old_reference", "complaint_case", ["old_reference"], "old_reference is not null"),
    ("ix_process_instance_running", "process_instance", ["agency_id", "definition_hash"], RUNNING),
    ("ix_process_instance_version", "process_instance", ["definition_hash"], RUNNING),
)
#: Replaced by those above; search for a name within names never looked into its index.
FORMER = (
    ("ix_complaint_case_agency_status", "complaint_case", ["agency_id", "status"]),
    ("ix_complaint_case_old_reference", "complaint_case", ["old_reference"]),
    ("ix_process_instance_running", "process_instance", ["agency_id", "state", "definition_hash"]),
    ("ix_process_instance_definition_hash", "process_instance", ["definition_hash"]),
    ("ix_contact_name_folded", "contact", ["name_folded"]),
)
REFERENCES = (
    ("human_task", "agency_id", "agency"), ("human_task", "unit_id", "unit"), ("human_task", "assignee_id", "account"),
    ("human_task", "completed_by", "account"), ("submission", "by_account", "account"),
)
KEPT = ("account", "agency", "unit")
_SENTENCE = "{table} rows are never deleted, because histories name them: set active to false instead"


def upgrade():
    for name, table, _ in FORMER:
        op.drop_index(name, table)
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.drop_index("ix_timer_instance", "timer")
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    _give_timer_a_key(on_sqlite, "instance_id, task_id, element_id")
    if on_sqlite:
        for table in KEPT:
            op.execute(f"create trigger {table}_is_kept before delete on {table} "
                       f"begin select raise(abort, '{_SENTENCE.format(table=table)}'); end")
        return
    for table, column, _ in REFERENCES:
        op.drop_constraint(f"fk_{table}_{column}", table, type_="foreignkey")
    op.execute("create function refuse_deleting() returns trigger language plpgsql as $$ begin "
               f"raise exception '{_SENTENCE.format(table='%')}', tg_table_name; end $$")
    for table in KEPT:
        op.execute(f"create trigger {table}_is_kept before delete on {table} for each row execute function refuse_deleting()")


def downgrade():
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in KEPT:
        op.execute(f"drop trigger {table}_is_kept" + ("" if on_sqlite else f" on {table}"))
    if not on_sqlite:
        op.execute("drop function refuse_deleting()")
        for table, column, other in REFERENCES:
            op.create_foreign_key(f"fk_{table}_{column}", table, other, [column], ["id"])
    _give_timer_a_key(on_sqlite, "task_id, element_id")
    op.create_index("ix_timer_instance", "timer", ["instance_id"])
    for name, table, *_ in INDEXES:
        op.drop_index(name, table)
    for name, table, columns in FORMER:
        op.create_index(name, table, columns)


def _give_timer_a_key(on_sqlite: bool, columns: str) -> None:
    """Begun with the run, so that the key's own index finds the timers of a run."""
    if not on_sqlite:
        op.execute("alter table timer drop constraint pk_timer")
        op.execute(f"alter table timer add constraint pk_timer primary key ({columns})")
        return
    op.drop_index("ix_timer_pending", "timer")
    op.execute("alter table timer rename to former_timer")
    op.execute(f"""create table timer (
        instance_id varchar(32) not null, task_id varchar(36) not null, element_id varchar(120) not null,
        due_at datetime not null, state varchar(10) not null, interrupting boolean not null, lease_until datetime,
        attempts integer not null, fired_at datetime,
        constraint fk_timer_instance_id foreign key (instance_id) references process_instance (id),
        constraint pk_timer primary key ({columns}))""")
    names = "instance_id, task_id, element_id, due_at, state, interrupting, lease_until, attempts, fired_at"
    op.execute(f"insert into timer ({names}) select {names} from former_timer")
    op.drop_table("former_timer")
    op.create_index("ix_timer_pending", "timer", ["due_at"], sqlite_where=sa.text("state = 'pending'"))
