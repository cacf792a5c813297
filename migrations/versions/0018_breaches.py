"""The breaches of a year are counted without reading the deadlines that were kept."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade():
    passed = sa.text("breached_at is not null")
    op.create_index("ix_deadline_breached", "deadline", ["code", "breached_at"], sqlite_where=passed, postgresql_where=passed)


def downgrade():
    op.drop_index("ix_deadline_breached", "deadline")
