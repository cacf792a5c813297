"""The tables the house stands on."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

instant = sa.DateTime(timezone=True)
INDEXES = (
    ("ix_unit_agency_id", "unit", ["agency_id"], None),
    ("ix_account_agency_id", "account", ["agency_id"], None),
    ("ix_process_instance_agency_state", "process_instance", ["agency_id", "state"], None),
    ("ix_process_instance_definition_hash", "process_instance", ["definition_hash"], None),
    ("ix_complaint_case_agency_lodged", "complaint_case", ["agency_id", "lodged_at"], None),
    ("ix_complaint_case_agency_status", "complaint_case", ["agency_id", "status"], None),
    ("ix_complaint_case_old_reference", "complaint_case", ["old_reference"], None),
    ("ix_contact_name_folded", "contact", ["name_folded"], None),
    ("ix_deadline_code_due", "deadline", ["code", "due_on"], None),
    ("ix_human_task_done", "human_task", ["completed_by", "completed_at"], None),
    ("ix_human_task_instance", "human_task", ["instance_id"], None),
    ("ix_human_task_open", "human_task", ["agency_id", "role", "due_at"], "state = 'open'"),
    ("ix_incident_instance_id", "incident", ["instance_id"], None),
    ("ix_letter_due", "letter", ["next_attempt_at"], "state in ('due', 'sending')"),
    ("ix_letter_instance", "letter", ["instance_id"], None),
    ("ix_submission_instance_at", "submission", ["instance_id", "at"], None),
    ("ix_timer_instance", "timer", ["instance_id"], None),
    ("ix_timer_pending", "timer", ["due_at"], "state = 'pending'"),
    ("ix_attachment_instance_id", "attachment", ["instance_id"], None),
)


def upgrade():
    op.create_table(
        "agency",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("code", sa.String(10), nullable=False),
        sa.Column("family", sa.String(40), nullable=False), sa.Column("name_fr", sa.String(200), nullable=False),
        sa.Column("name_ar", sa.String(200), nullable=False), sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("address", sa.String(500), nullable=False), sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("email", sa.String(200), nullable=False), sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", instant, nullable=False), sa.PrimaryKeyConstraint("id", name="pk_agency"),
        sa.UniqueConstraint("code", name="uq_agency_code"),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(120), nullable=False), sa.Column("act", sa.String(60), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False), sa.Column("at", instant, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_key"),
    )
    op.create_table(
        "reference_counter",
        sa.Column("agency_id", sa.String(32), nullable=False), sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_reference_counter_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "year", name="pk_reference_counter"),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("agency_id", sa.String(32), nullable=False),
        sa.Column("name_fr", sa.String(200), nullable=False), sa.Column("name_ar", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False), sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_unit_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("email", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False), sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("agency_id", sa.String(32), nullable=True), sa.Column("unit_id", sa.String(32), nullable=True),
        sa.Column("language", sa.String(2), nullable=False), sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False), sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", instant, nullable=False), sa.Column("last_sign_in_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_account_agency_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_account_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account"), sa.UniqueConstraint("email", name="uq_account_email"),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.String(32), nullable=False), sa.Column("role", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_role_account_id"),
        sa.PrimaryKeyConstraint("account_id", "role", name="pk_account_role"),
    )
    op.create_table(
        "definition",
        sa.Column("content_hash", sa.String(64), nullable=False), sa.Column("family", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False), sa.Column("profile", sa.String(10), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False), sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False), sa.Column("deployed_at", instant, nullable=False),
        sa.Column("deployed_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["deployed_by"], ["account.id"], name="fk_definition_deployed_by"),
        sa.PrimaryKeyConstraint("content_hash", name="pk_definition"),
        sa.UniqueConstraint("family", "version", name="uq_definition_family_version"),
    )
    op.create_table(
        "process_family",
        sa.Column("code", sa.String(80), nullable=False), sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("in_force_since", instant, nullable=False),
        sa.ForeignKeyConstraint(["content_hash"], ["definition.content_hash"], name="fk_process_family_content_hash"),
        sa.PrimaryKeyConstraint("code", name="pk_process_family"),
    )
    op.create_table(
        "process_instance",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("definition_hash", sa.String(64), nullable=False),
        sa.Column("agency_id", sa.String(32), nullable=True), sa.Column("state", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False), sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("chain_head", sa.String(64), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("waiting_for", sa.String(500), nullable=False), sa.Column("started_at", instant, nullable=False),
        sa.Column("ended_at", instant, nullable=True), sa.Column("ended_as", sa.String(120), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_process_instance_agency_id"),
        sa.ForeignKeyConstraint(["definition_hash"], ["definition.content_hash"], name="fk_process_instance_definition_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_process_instance"),
    )
    op.create_table(
        "case_event",
        sa.Column("instance_id", sa.String(32), nullable=False), sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", instant, nullable=False), sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("element_id", sa.String(120), nullable=True), sa.Column("actor_id", sa.String(32), nullable=True),
        sa.Column("body", sa.Text(), nullable=False), sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_case_event_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "seq", name="pk_case_event"),
    )
    op.create_table(
        "complaint_case",
        sa.Column("instance_id", sa.String(32), nullable=False),
        sa.Column("agency_id", sa.String(32), nullable=False), sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("old_reference", sa.String(80), nullable=True), sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False), sa.Column("language", sa.String(2), nullable=False),
        sa.Column("status", sa.String(20), nullable=False), sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("service_type", sa.String(120), nullable=True), sa.Column("lodged_at", instant, nullable=False),
        sa.Column("answered_at", instant, nullable=True), sa.Column("closed_at", instant, nullable=True),
        sa.Column("unit_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_complaint_case_agency_id"),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_complaint_case_instance_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_complaint_case_unit_id"),
        sa.PrimaryKeyConstraint("instance_id", name="pk_complaint_case"),
        sa.UniqueConstraint("reference", name="uq_complaint_case_reference"),
    )
    op.create_table(
        "contact",
        sa.Column("instance_id", sa.String(32), nullable=False), sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_folded", sa.String(200), nullable=False), sa.Column("email", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(60), nullable=False), sa.Column("address", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False), sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("erased_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_contact_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", name="pk_contact"),
    )
    op.create_table(
        "deadline",
        sa.Column("instance_id", sa.String(32), nullable=False), sa.Column("code", sa.String(40), nullable=False),
        sa.Column("started_at", instant, nullable=False), sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(10), nullable=False), sa.Column("rolled", sa.Boolean(), nullable=False),
        sa.Column("unrolled_on", sa.Date(), nullable=False), sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", instant, nullable=False), sa.Column("definition_hash", sa.String(64), nullable=False),
        sa.Column("met_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["definition_hash"], ["definition.content_hash"], name="fk_deadline_definition_hash"),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_deadline_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "code", name="pk_deadline"),
    )
    op.create_table(
        "human_task",
        sa.Column("id", sa.String(36), nullable=False), sa.Column("instance_id", sa.String(32), nullable=False),
        sa.Column("element_id", sa.String(120), nullable=False), sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("role", sa.String(40), nullable=True), sa.Column("agency_id", sa.String(32), nullable=True),
        sa.Column("unit_id", sa.String(32), nullable=True), sa.Column("state", sa.String(10), nullable=False),
        sa.Column("assignee_id", sa.String(32), nullable=True), sa.Column("claimed_at", instant, nullable=True),
        sa.Column("created_at", instant, nullable=False), sa.Column("due_at", instant, nullable=True),
        sa.Column("completed_at", instant, nullable=True), sa.Column("completed_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_human_task_agency_id"),
        sa.ForeignKeyConstraint(["assignee_id"], ["account.id"], name="fk_human_task_assignee_id"),
        sa.ForeignKeyConstraint(["completed_by"], ["account.id"], name="fk_human_task_completed_by"),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_human_task_instance_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_human_task_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_human_task"),
    )
    op.create_table(
        "imported_row",
        sa.Column("source", sa.String(80), nullable=False), sa.Column("row_key", sa.String(120), nullable=False),
        sa.Column("instance_id", sa.String(32), nullable=False), sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_imported_row_instance_id"),
        sa.PrimaryKeyConstraint("source", "row_key", name="pk_imported_row"),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("instance_id", sa.String(32), nullable=True),
        sa.Column("act", sa.String(60), nullable=False), sa.Column("code", sa.String(60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False), sa.Column("at", instant, nullable=False),
        sa.Column("state", sa.String(10), nullable=False), sa.Column("closed_at", instant, nullable=True),
        sa.Column("closed_by", sa.String(32), nullable=True), sa.Column("reason", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name="fk_incident_closed_by"),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_incident_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("instance_id", sa.String(32), nullable=True),
        sa.Column("agency_id", sa.String(32), nullable=True), sa.Column("key", sa.String(200), nullable=False),
        sa.Column("code", sa.String(40), nullable=False), sa.Column("language", sa.String(2), nullable=False),
        sa.Column("addressee", sa.String(40), nullable=False), sa.Column("recipient", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False), sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False), sa.Column("created_at", instant, nullable=False),
        sa.Column("next_attempt_at", instant, nullable=True), sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(500), nullable=True), sa.Column("sent_at", instant, nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True), sa.Column("posted_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_letter_agency_id"),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_letter_instance_id"),
        sa.ForeignKeyConstraint(["posted_by"], ["account.id"], name="fk_letter_posted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"), sa.UniqueConstraint("key", name="uq_letter_key"),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("instance_id", sa.String(32), nullable=False),
        sa.Column("element_id", sa.String(120), nullable=False), sa.Column("task_id", sa.String(36), nullable=True),
        sa.Column("by_account", sa.String(32), nullable=True), sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name="fk_submission_by_account"),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_submission_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    op.create_table(
        "timer",
        sa.Column("task_id", sa.String(36), nullable=False), sa.Column("element_id", sa.String(120), nullable=False),
        sa.Column("instance_id", sa.String(32), nullable=False), sa.Column("due_at", instant, nullable=False),
        sa.Column("state", sa.String(10), nullable=False), sa.Column("interrupting", sa.Boolean(), nullable=False),
        sa.Column("lease_until", instant, nullable=True), sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fired_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_timer_instance_id"),
        sa.PrimaryKeyConstraint("task_id", "element_id", name="pk_timer"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(32), nullable=False), sa.Column("instance_id", sa.String(32), nullable=False),
        sa.Column("submission_id", sa.String(32), nullable=True),
        sa.Column("filename", sa.String(200), nullable=False), sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False), sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("by_account", sa.String(32), nullable=True), sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name="fk_attachment_by_account"),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name="fk_attachment_instance_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_attachment_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )

    for name, table, columns, where in INDEXES:
        partial = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=partial, postgresql_where=partial)


def downgrade():
    """Drops everything: there is nothing before."""
    for table in (
        "attachment", "timer", "submission", "letter", "incident",
        "imported_row", "human_task", "deadline", "contact", "complaint_case",
        "case_event", "process_instance", "process_family", "definition", "account_role",
        "account", "unit", "reference_counter", "idempotency_key", "agency",
    ):
        op.drop_table(table)
