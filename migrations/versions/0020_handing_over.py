"""Cases that another agency takes over, cases that few may see, and people who are complained about."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Id, UtcDateTime

revision = "0020"
down_revision = "0022"

_ALL = "(select current_setting('app.agency', true)) = '*'"
_ASKS = "(select nullif(nullif(current_setting('app.agency', true), '*'), '')::uuid)"
_OWN = f"agency_id = {_ASKS}"
_OF_A_SEEN_RUN = "exists (select 1 from process_instance run where run.id = {table}.instance_id)"
_OFFERED = ("exists (select 1 from case_transfer offer where offer.instance_id = {table}.{key} and offer.state = 'offered' "
            f"and offer.to_agency_id = {_ASKS})")
_GIVEN_AWAY = ("exists (select 1 from case_transfer gone where gone.instance_id = {table}.instance_id "
               f"and gone.from_agency_id = {_ASKS} and {{limit}})")
#: what the agency that gave a case away goes on reading: what it did itself
_FORMER = {"contact": "gone.moved_at is not null", "submission": "submission.at <= gone.moved_at",
           "case_event": "case_event.seq <= gone.until_event"}


def upgrade():
    key, moment, is_postgresql = Id(), UtcDateTime(), op.get_bind().dialect.name == "postgresql"
    op.add_column("complaint_case", sa.Column("restricted_to", sa.String(40), nullable=True))
    op.create_index("ix_complaint_case_restricted", "complaint_case", ["instance_id"],
                    sqlite_where=sa.text("restricted_to is not null"), postgresql_where=sa.text("restricted_to is not null"))
    op.create_table(
        "case_transfer",
        sa.Column("instance_id", key, nullable=False), sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_agency_id", key, nullable=False), sa.Column("to_agency_id", key, nullable=False),
        sa.Column("state", sa.String(10), nullable=False), sa.Column("offered_at", moment, nullable=False),
        sa.Column("answered_at", moment, nullable=True), sa.Column("moved_at", moment, nullable=True),
        sa.Column("until_event", sa.Integer(), nullable=True), sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False), sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("lodged_at", moment, nullable=False), sa.Column("definition_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_case_transfer_instance_id"),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name="fk_case_transfer_from_agency_id"),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name="fk_case_transfer_to_agency_id"),
        sa.ForeignKeyConstraint(["definition_hash"], ["definition.content_hash"], name="fk_case_transfer_definition_hash"),
        sa.PrimaryKeyConstraint("instance_id", "number", name="pk_case_transfer"))
    for name, columns, where in (("offered", ["to_agency_id"], "state = 'offered'"),
                                 ("moved", ["from_agency_id", "lodged_at"], "moved_at is not null")):
        op.create_index(f"ix_case_transfer_{name}", "case_transfer", columns, sqlite_where=sa.text(where),
                        postgresql_where=sa.text(where))
    op.create_table(
        "person_complained_about",
        sa.Column("instance_id", key, nullable=False), sa.Column("account_id", key, nullable=False),
        sa.Column("named_at", moment, nullable=False), sa.Column("named_by", key, nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_person_complained_about_instance_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_person_complained_about_account_id"),
        sa.ForeignKeyConstraint(["named_by"], ["account.id"], name="fk_person_complained_about_named_by"),
        sa.PrimaryKeyConstraint("instance_id", "account_id", name="pk_person_complained_about"))
    op.create_index("ix_person_complained_about_account_id", "person_complained_about", ["account_id"])
    if is_postgresql:
        _walls()


def _walls():
    """The agency a case is offered to sees it; the one that gave it away goes on reading what it did, and writes nothing."""
    for table in ("case_transfer", "person_complained_about"):
        op.execute(f"alter table {table} enable row level security")
    op.execute(f"create policy own_agency on case_transfer using ({_ALL} or from_agency_id = {_ASKS} "
               f"or to_agency_id = {_ASKS})")
    op.execute(f"create policy own_agency on person_complained_about using ({_ALL} or "
               f"{_OF_A_SEEN_RUN.format(table='person_complained_about')}) with check (true)")
    for table, column in (("process_instance", "id"), ("complaint_case", "instance_id")):
        op.execute(f"alter policy own_agency on {table} using ({_ALL} or {_OWN} or "
                   f"{_OFFERED.format(table=table, key=column)})")
    for table in ("human_task", "letter"):  # those of a case that is theirs, or offered, whoever does or wrote them
        op.execute(f"alter policy own_agency on {table} using ({_ALL} or {_OWN} or {_OF_A_SEEN_RUN.format(table=table)})")
    for table, limit in _FORMER.items():
        op.execute(f"create policy former_agency on {table} for select using ({_GIVEN_AWAY.format(table=table, limit=limit)})")


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        for table in _FORMER:
            op.execute(f"drop policy former_agency on {table}")
        for table in ("process_instance", "complaint_case", "human_task", "letter"):
            op.execute(f"alter policy own_agency on {table} using ({_ALL} or {_OWN})")
    op.drop_table("person_complained_about")
    op.drop_table("case_transfer")
    op.drop_index("ix_complaint_case_restricted", "complaint_case")
    with op.batch_alter_table("complaint_case") as table:
        table.drop_column("restricted_to")
