"""Create the tables of travel-api."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("claimant_index", sa.LargeBinary(), nullable=False),
        sa.Column("claimant_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("patient_index", sa.LargeBinary(), nullable=False),
        sa.Column("patient_sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "facts",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what was claimed, without identity numbers",
        ),
        sa.Column(
            "answers",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what registers and handlers have told",
        ),
        sa.Column(
            "travel_days",
            postgresql.ARRAY(sa.Date()),
            nullable=False,
            comment="when journeys were completed",
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("claim_pkey")),
        sa.UniqueConstraint("number", name=op.f("claim_number_key")),
    )
    op.create_index(op.f("claim_claimant_index_idx"), "claim", ["claimant_index"], unique=False)
    op.create_index(op.f("claim_patient_index_idx"), "claim", ["patient_index"], unique=False)
    op.create_index(
        "claim_status_received_at_idx", "claim", ["status", "received_at"], unique=False
    )
    op.create_table(
        "event",
        sa.Column("event_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("event_pkey")),
    )
    op.create_index(op.f("event_case_id_idx"), "event", ["case_id"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stored_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("principal", "operation", "key", name=op.f("idempotency_pkey")),
    )
    op.create_index(op.f("idempotency_stored_at_idx"), "idempotency", ["stored_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("outbox_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("trace", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("outbox_pkey")),
        sa.UniqueConstraint("key", name=op.f("outbox_key_key")),
    )
    op.create_index(
        "outbox_due_idx",
        "outbox",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("dead_at IS NULL"),
    )
    op.create_table(
        "reassessment",
        sa.Column("reassessment_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "figures",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the rows laid over the rules",
        ),
        sa.Column("received_from", sa.Date(), nullable=True),
        sa.Column("received_to", sa.Date(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("after", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("histogram", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("position", sa.Uuid(), nullable=True, comment="the last claim that was done"),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column(
            "requested_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("reassessment_id", name=op.f("reassessment_pkey")),
    )
    op.create_table(
        "requisition",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("patient_index", sa.LargeBinary(), nullable=False),
        sa.Column("patient_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("travel_on", sa.Date(), nullable=False),
        sa.Column("can_use_public_transport", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("rules", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column(
            "asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("requisition_id", name=op.f("requisition_pkey")),
        sa.UniqueConstraint("number", name=op.f("requisition_number_key")),
    )
    op.create_index(
        op.f("requisition_patient_index_idx"), "requisition", ["patient_index"], unique=False
    )
    op.create_table(
        "ruleset",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column(
            "documents",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="file name to text",
        ),
        sa.Column(
            "stored_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("ruleset_pkey")),
    )
    op.create_table(
        "upload",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "uploaded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("upload_pkey")),
    )
    op.create_index(op.f("upload_case_id_idx"), "upload", ["case_id"], unique=False)
    op.create_index(op.f("upload_owner_idx"), "upload", ["owner"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("payable", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("facts", sa.Text(), nullable=False, comment="what was assessed, canonical JSON"),
        sa.Column(
            "readings",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="questions answered otherwise",
        ),
        sa.Column("result", sa.Text(), nullable=False, comment="the assessment, canonical JSON"),
        sa.Column(
            "assessed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.claim_id"], name=op.f("assessment_claim_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["ruleset_version"], ["ruleset.version"], name=op.f("assessment_ruleset_version_fkey")
        ),
        sa.PrimaryKeyConstraint("claim_id", "no", name=op.f("assessment_pkey")),
    )
    op.create_table(
        "document",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column(
            "added_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.claim_id"], name=op.f("document_claim_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.upload_id"], name=op.f("document_upload_id_fkey")
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("document_pkey")),
    )
    op.create_index(op.f("document_claim_id_idx"), "document", ["claim_id"], unique=False)
    op.create_table(
        "reassessment_change",
        sa.Column("reassessment_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("after", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("outcome_before", sa.Text(), nullable=False),
        sa.Column("outcome_after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.claim_id"], name=op.f("reassessment_change_claim_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["reassessment_id"],
            ["reassessment.reassessment_id"],
            name=op.f("reassessment_change_reassessment_id_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "reassessment_id", "claim_id", name=op.f("reassessment_change_pkey")
        ),
    )
    op.create_table(
        "decision",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("assessment_no", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("payable", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("acknowledged", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("complain_before", sa.Date(), nullable=False),
        sa.Column(
            "issued_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(issued_by = 'handler') = (handler IS NOT NULL)",
            name=op.f("decision_handler_known_check"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id", "assessment_no"],
            ["assessment.claim_id", "assessment.no"],
            name=op.f("decision_claim_id_assessment_no_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.claim_id"], name=op.f("decision_claim_id_fkey")
        ),
        sa.PrimaryKeyConstraint("claim_id", "no", name=op.f("decision_pkey")),
        sa.UniqueConstraint("number", name=op.f("decision_number_key")),
    )
    op.create_table(
        "complaint",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("decision_no", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["claim_id", "decision_no"],
            ["decision.claim_id", "decision.no"],
            name=op.f("complaint_claim_id_decision_no_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.claim_id"], name=op.f("complaint_claim_id_fkey")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("complaint_pkey")),
    )
    op.create_index(op.f("complaint_claim_id_idx"), "complaint", ["claim_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("decision_no", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("payee_index", sa.LargeBinary(), nullable=False),
        sa.Column("travelled_on", sa.Date(), nullable=False),
        sa.Column("remittance_id", sa.Uuid(), nullable=True),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["claim_id", "decision_no"],
            ["decision.claim_id", "decision.no"],
            name=op.f("payment_claim_id_decision_no_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.claim_id"], name=op.f("payment_claim_id_fkey")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("payment_pkey")),
    )
    op.create_index(op.f("payment_claim_id_idx"), "payment", ["claim_id"], unique=False)
    op.create_index(op.f("payment_payee_index_idx"), "payment", ["payee_index"], unique=False)
    op.create_index(op.f("payment_remittance_id_idx"), "payment", ["remittance_id"], unique=False)
    _finish()


def _finish() -> None:
    """Make the counters; let the application only add and read what is decided and noted."""
    op.execute(sa.schema.CreateSequence(sa.Sequence("claim_number")))
    op.execute(sa.schema.CreateSequence(sa.Sequence("requisition_number")))
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO travel_app")
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO travel_app")
    op.execute(
        "REVOKE UPDATE, DELETE ON assessment, decision, event, ruleset, alembic_version "
        "FROM travel_app"
    )
    op.execute("REVOKE INSERT ON alembic_version FROM travel_app")


def downgrade() -> None:
    op.drop_index(op.f("payment_remittance_id_idx"), table_name="payment")
    op.drop_index(op.f("payment_payee_index_idx"), table_name="payment")
    op.drop_index(op.f("payment_claim_id_idx"), table_name="payment")
    op.drop_table("payment")
    op.drop_index(op.f("complaint_claim_id_idx"), table_name="complaint")
    op.drop_table("complaint")
    op.drop_table("decision")
    op.drop_table("reassessment_change")
    op.drop_index(op.f("document_claim_id_idx"), table_name="document")
    op.drop_table("document")
    op.drop_table("assessment")
    op.drop_index(op.f("upload_owner_idx"), table_name="upload")
    op.drop_index(op.f("upload_case_id_idx"), table_name="upload")
    op.drop_table("upload")
    op.drop_table("ruleset")
    op.drop_index(op.f("requisition_patient_index_idx"), table_name="requisition")
    op.drop_table("requisition")
    op.drop_table("reassessment")
    op.drop_index(
        "outbox_due_idx", table_name="outbox", postgresql_where=sa.text("dead_at IS NULL")
    )
    op.drop_table("outbox")
    op.drop_index(op.f("idempotency_stored_at_idx"), table_name="idempotency")
    op.drop_table("idempotency")
    op.drop_index(op.f("event_case_id_idx"), table_name="event")
    op.drop_table("event")
    op.drop_index("claim_status_received_at_idx", table_name="claim")
    op.drop_index(op.f("claim_patient_index_idx"), table_name="claim")
    op.drop_index(op.f("claim_claimant_index_idx"), table_name="claim")
    op.drop_table("claim")
    for sequence in ("requisition_number", "claim_number"):
        op.execute(sa.schema.DropSequence(sa.Sequence(sequence)))
