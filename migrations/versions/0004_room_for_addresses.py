"""A letter to print takes a whole name and a whole address, of 200 and 500 signs, on lines of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    _set_length(720)


def downgrade():
    _set_length(500)


def _set_length(length: int) -> None:
    """PostgreSQL alone keeps to the length of a text; there it changes the catalogue and no row."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("letter", "recipient", type_=sa.String(length))
