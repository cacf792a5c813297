"""Open dates counted again, as an act of its own with its choices and its progress."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Id, UtcDateTime

revision = "0015"
down_revision = "0014"

_COUNTS = ("total", "seen", "moved", "became_late", "in_time_again", "not_movable", "kept", "letters")


def upgrade():
    key, instant, runs = Id(), UtcDateTime(), sa.text("state = 'running'")
    op.create_table(
        "recalculation",
        sa.Column("id", key, nullable=False), sa.Column("cause", sa.String(10), nullable=False),
        sa.Column("calendar", sa.String(40), nullable=True), sa.Column("since_version", sa.Integer(), nullable=True),
        sa.Column("to_version", sa.Integer(), nullable=True), sa.Column("family", sa.String(80), nullable=True),
        sa.Column("definition_hash", sa.String(64), nullable=True), sa.Column("agency_id", key, nullable=True),
        sa.Column("reach", sa.String(12), nullable=False), sa.Column("lodged_since_on", sa.Date(), nullable=True),
        sa.Column("never_later", sa.Boolean(), nullable=False), sa.Column("with_letters", sa.Boolean(), nullable=False),
        *(sa.Column(f"reason_{language}", sa.String(500), nullable=False) for language in ("ar", "fr", "en")),
        sa.Column("state", sa.String(10), nullable=False), sa.Column("cursor", key, nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("started_at", instant, nullable=False), sa.Column("worked_at", instant, nullable=False),
        sa.Column("ended_at", instant, nullable=True), sa.Column("by_account", key, nullable=True),
        sa.ForeignKeyConstraint(["definition_hash"], ["definition.content_hash"], name="fk_recalculation_definition_hash"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_recalculation_agency_id"),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name="fk_recalculation_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_recalculation"))
    op.create_index("uq_recalculation_running", "recalculation", ["state"], unique=True, sqlite_where=runs,
                    postgresql_where=runs)


def downgrade():
    op.drop_table("recalculation")
