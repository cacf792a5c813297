"""Indexes for lists that must stay quick with a hundred thousand cases: what is open, unmet, to print, by the newest."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INDEXES = (
    ("ix_human_task_mine", "human_task", ["assignee_id", "due_at"], "state = 'open' and assignee_id is not null"),
    ("ix_deadline_unmet", "deadline", ["code", "due_on"], "met_at is null"),
    ("ix_letter_to_print", "letter", ["agency_id", "created_at"], "state = 'to_print'"),
    ("ix_incident_open", "incident", ["at"], "state = 'open'"),
    ("ix_complaint_case_lodged", "complaint_case", ["lodged_at", "instance_id"], None),
    ("ix_process_instance_running", "process_instance", ["agency_id", "state", "definition_hash"], None),
)
#: A new one serves the same questions.
REPLACED = (
    ("ix_process_instance_agency_state", "process_instance", ["agency_id", "state"]),
    ("ix_deadline_code_due", "deadline", ["code", "due_on"]),
)


def upgrade():
    for name, table, columns, where in INDEXES:
        partial = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=partial, postgresql_where=partial)
    for name, table, _ in REPLACED:
        op.drop_index(name, table)


def downgrade():
    for name, table, columns in REPLACED:
        op.create_index(name, table, columns)
    for name, table, *_ in INDEXES:
        op.drop_index(name, table)
