"""The agency that gave a case away goes on knowing whom of its people the case complains about, to keep it from them."""

from alembic import op

revision = "0028"
down_revision = "0027"

_ASKS = "(select nullif(nullif(current_setting('app.agency', true), '*'), '')::uuid)"
_GIVEN_AWAY = ("exists (select 1 from case_transfer gone where gone.instance_id = person_complained_about.instance_id "
               f"and gone.from_agency_id = {_ASKS} and gone.moved_at is not null)")


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"create policy former_agency on person_complained_about for select using ({_GIVEN_AWAY})")


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop policy former_agency on person_complained_about")
