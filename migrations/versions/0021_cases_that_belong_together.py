"""Cases that belong together, and the signs by which like ones are found."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Id, UtcDateTime

revision = "0021"
down_revision = "0026"


def upgrade():
    key, moment = Id(), UtcDateTime()
    op.create_table(
        "case_link",
        sa.Column("child_id", key, nullable=False), sa.Column("parent_id", key, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False), sa.Column("by_account", key, nullable=True),
        sa.Column("at", moment, nullable=False), sa.Column("undone_by", key, nullable=True),
        sa.Column("undone_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["process_instance.id"], name="fk_case_link_child_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["process_instance.id"], name="fk_case_link_parent_id"),
        sa.PrimaryKeyConstraint("child_id", "parent_id", "kind", name="pk_case_link"))
    op.create_index("ix_case_link_parent", "case_link", ["parent_id"])
    op.create_table(
        "case_likeness",
        sa.Column("sign", key, nullable=False), sa.Column("instance_id", key, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_case_likeness_instance_id"),
        sa.PrimaryKeyConstraint("sign", "instance_id", name="pk_case_likeness"))
    op.create_index("ix_case_likeness_instance", "case_likeness", ["instance_id"])
    op.create_index("ix_case_likeness_at", "case_likeness", ["at"])
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in (("case_link", "child_id"), ("case_likeness", "instance_id")):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy own_agency on {table} using ((select current_setting('app.agency', true)) = '*' or exists "
                   f"(select 1 from process_instance run where run.id = {table}.{column})) with check (true)")


def downgrade():
    op.drop_table("case_likeness")
    op.drop_table("case_link")
