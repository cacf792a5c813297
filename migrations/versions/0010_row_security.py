"""Row level security on PostgreSQL: for a login that does not own the tables, each row belongs to its agency alone."""

from alembic import op

revision = "0010"
down_revision = "0008"

#: say themselves whose they are
OF_AN_AGENCY = ("process_instance", "complaint_case", "human_task", "letter")
#: belong to a run, and are whose that is; a row may be written together with its new run, so writing is not looked at here
OF_A_RUN = ("contact", "submission", "attachment", "deadline", "timer", "case_event", "incident",
            "case_migration")

_ALL = "(select current_setting('app.agency', true)) = '*'"
_OWN = "agency_id = (select nullif(nullif(current_setting('app.agency', true), '*'), '')::uuid)"


def upgrade():
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OF_AN_AGENCY + OF_A_RUN:
        op.execute(f"alter table {table} enable row level security")
    for table in OF_AN_AGENCY:
        op.execute(f"create policy own_agency on {table} using ({_ALL} or {_OWN})")
    for table in OF_A_RUN:
        op.execute(f"create policy own_agency on {table} using ({_ALL} or exists (select 1 from process_instance run "
                   f"where run.id = {table}.instance_id)) with check (true)")


def downgrade():
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OF_AN_AGENCY + OF_A_RUN:
        op.execute(f"drop policy own_agency on {table}")
        op.execute(f"alter table {table} disable row level security")
