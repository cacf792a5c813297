"""Reasons of supervisors: why a task changed hands, why a stopped run went on, went back or ended."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Id, UtcDateTime

revision = "0024"
down_revision = "0019"


def upgrade():
    key = Id()
    op.create_table(
        "supervision_note",
        sa.Column("id", key, nullable=False), sa.Column("instance_id", key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False), sa.Column("element_id", sa.String(120), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False), sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_account", key, nullable=True), sa.Column("from_account", key, nullable=True),
        sa.Column("to_account", key, nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_supervision_note_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supervision_note"))
    op.create_index("ix_supervision_note_instance_id", "supervision_note", ["instance_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("alter table supervision_note enable row level security")
        op.execute("create policy own_agency on supervision_note using ((select current_setting('app.agency', true)) = '*' "
                   "or exists (select 1 from process_instance run where run.id = supervision_note.instance_id)) "
                   "with check (true)")


def downgrade():
    op.drop_table("supervision_note")
