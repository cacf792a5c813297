"""Messages from case to case: those that nobody has taken yet, who waits under a foreign key, and the key of a run."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import UtcDateTime

revision = "0006"
down_revision = "0007"


def upgrade():
    instant = UtcDateTime()
    op.create_table(
        "message",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("name", sa.String(120), nullable=False),
        sa.Column("business_key", sa.String(120), nullable=False), sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("from_instance_id", sa.String(32), nullable=True), sa.Column("agency_id", sa.String(32), nullable=True),
        sa.Column("sent_by", sa.String(32), nullable=True), sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", instant, nullable=False), sa.Column("expires_at", instant, nullable=False),
        sa.Column("next_attempt_at", instant, nullable=True), sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(500), nullable=True), sa.Column("to_instance_id", sa.String(32), nullable=True),
        sa.Column("delivered_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["from_instance_id"], ["process_instance.id"], name="fk_message_from_instance_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_message_agency_id"),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name="fk_message_sent_by"),
        sa.ForeignKeyConstraint(["to_instance_id"], ["process_instance.id"], name="fk_message_to_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_table(
        "message_wait",
        sa.Column("task_id", sa.String(36), nullable=False), sa.Column("message", sa.String(120), nullable=False),
        sa.Column("element_id", sa.String(120), nullable=False), sa.Column("instance_id", sa.String(32), nullable=False),
        sa.Column("business_key", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_message_wait_instance_id"),
        sa.PrimaryKeyConstraint("task_id", "message", name="pk_message_wait"),
    )
    waiting = sa.text("state = 'waiting'")
    for name, columns in (("ix_message_address", ["name", "business_key", "created_at"]),
                          ("ix_message_due", ["next_attempt_at"])):
        op.create_index(name, "message", columns, sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_message_wait_address", "message_wait", ["message", "business_key"])
    op.create_index("ix_message_wait_instance", "message_wait", ["instance_id"])
    op.add_column("process_instance", sa.Column("business_key", sa.String(120), nullable=True))
    keyed = sa.text("business_key is not null")
    op.create_index("ix_process_instance_key", "process_instance", ["business_key"], sqlite_where=keyed,
                    postgresql_where=keyed)


def downgrade():
    op.drop_index("ix_process_instance_key", "process_instance")
    op.drop_column("process_instance", "business_key")
    op.drop_table("message_wait")
    op.drop_table("message")
