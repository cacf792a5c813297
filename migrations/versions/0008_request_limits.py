"""Tries of limited requests, for a limit that holds for several nodes together."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0005"


def upgrade():
    op.create_table(
        "request_try",
        sa.Column("id", sa.Integer(), nullable=False), sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_request_try"),
    )
    op.create_index("ix_request_try_key_at", "request_try", ["key", "at"])
    op.create_index("ix_request_try_at", "request_try", ["at"])


def downgrade():
    op.drop_table("request_try")
