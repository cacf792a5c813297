"""The index of the running clocks names the case of each, so that what is late is counted and listed from it alone.

Revision ID: 0027
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0021"
branch_labels = depends_on = None

_NAME, _RUNNING = "ix_deadline_unmet", sa.text("met_at is null")


def upgrade() -> None:
    _made_anew("code", "due_on", "instance_id")


def downgrade() -> None:
    _made_anew("code", "due_on")


def _made_anew(*columns: str) -> None:
    op.drop_index(_NAME, "deadline")
    op.create_index(_NAME, "deadline", list(columns), sqlite_where=_RUNNING, postgresql_where=_RUNNING)
