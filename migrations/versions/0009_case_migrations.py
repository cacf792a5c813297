"""Cases that were moved to another version of their process."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006"


def upgrade():
    key = sa.String(32)
    op.create_table(
        "case_migration",
        sa.Column("id", key, nullable=False), sa.Column("instance_id", key, nullable=False),
        sa.Column("from_hash", sa.String(64), nullable=False), sa.Column("to_hash", sa.String(64), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False), sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False), sa.Column("by_account", key, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reverted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_case_migration_instance_id"),
        sa.ForeignKeyConstraint(["from_hash"], ["definition.content_hash"], name="fk_case_migration_from_hash"),
        sa.ForeignKeyConstraint(["to_hash"], ["definition.content_hash"], name="fk_case_migration_to_hash"),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name="fk_case_migration_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_case_migration"))
    op.create_index("ix_case_migration_instance_id", "case_migration", ["instance_id"])


def downgrade():
    op.drop_table("case_migration")
