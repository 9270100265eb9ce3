"""Create the tables of invoice-api."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = "assignment_review, attestation, decision, document, event, payment, report"
CHANGED = "assignment, invoice"
PASSING = "attestation_use, idempotency, outbox, upload"


def upgrade() -> None:
    op.execute("CREATE SEQUENCE attestation_number")
    op.create_table(
        "assignment",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("expert", sa.Text(), nullable=False, comment="organisation number"),
        sa.Column("expert_name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("submission", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "submitted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("assignment_pkey")),
    )
    op.create_index(op.f("assignment_case_number_idx"), "assignment", ["case_number"], unique=False)
    op.create_index(op.f("assignment_expert_idx"), "assignment", ["expert"], unique=False)
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
        "invoice",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False, comment="ehf or paper"),
        sa.Column("kind", sa.Text(), nullable=False, comment="invoice or credit_note"),
        sa.Column(
            "seller",
            sa.Text(),
            nullable=True,
            comment="organisation number, when a valid one is given",
        ),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("holds_number", sa.Boolean(), nullable=False),
        sa.Column("same_number_as", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("claimant", sa.Text(), nullable=True),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("payable", sa.BigInteger(), nullable=True, comment="øre"),
        sa.Column("fee", sa.BigInteger(), nullable=True, comment="øre of fee lines, without VAT"),
        sa.Column(
            "credits",
            sa.Text(),
            nullable=True,
            comment="number of the invoice that a credit note credits",
        ),
        sa.Column("account", sa.Text(), nullable=True, comment="digits of the account to pay to"),
        sa.Column("kid", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column(
            "buyer_reference",
            sa.Text(),
            nullable=True,
            comment="1940 and the initials of who ordered",
        ),
        sa.Column("reportable", sa.Text(), nullable=True),
        sa.Column("case_numbers", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("document_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="of the rule engine"),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["same_number_as"], ["invoice.invoice_id"], name=op.f("invoice_same_number_as_fkey")
        ),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("invoice_pkey")),
        sa.UniqueConstraint("document_sha256", name=op.f("invoice_document_sha256_key")),
    )
    op.create_index(
        "invoice_case_numbers_idx",
        "invoice",
        ["case_numbers"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "invoice_received_at_idx", "invoice", ["received_at", "invoice_id"], unique=False
    )
    op.create_index("invoice_seller_idx", "invoice", ["seller"], unique=False)
    op.create_index(
        "invoice_seller_number_key",
        "invoice",
        ["seller", "number"],
        unique=True,
        postgresql_where="holds_number",
    )
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
        "assignment_review",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=False),
        sa.Column(
            "reviewed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.assignment_id"],
            name=op.f("assignment_review_assignment_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("assignment_id", "no", name=op.f("assignment_review_pkey")),
    )
    op.create_table(
        "attestation",
        sa.Column("attestation_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("expert", sa.Text(), nullable=False),
        sa.Column("attested", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attested_by", sa.Text(), nullable=False),
        sa.Column(
            "attested_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.assignment_id"],
            name=op.f("attestation_assignment_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("attestation_id", name=op.f("attestation_pkey")),
        sa.UniqueConstraint("assignment_id", name=op.f("attestation_assignment_id_key")),
        sa.UniqueConstraint("number", name=op.f("attestation_number_key")),
    )
    op.create_index(
        "attestation_expert_case_number_idx", "attestation", ["expert", "case_number"], unique=False
    )
    op.create_table(
        "decision",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("rules", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True, comment="what a person wrote"),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.invoice_id"], name=op.f("decision_invoice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "no", name=op.f("decision_pkey")),
    )
    op.create_table(
        "document",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="as it came"),
        sa.Column(
            "transcript",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="what a clerk read off a paper",
        ),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.invoice_id"], name=op.f("document_invoice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("document_pkey")),
    )
    op.create_table(
        "payment",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False, comment="øre"),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.invoice_id"], name=op.f("payment_invoice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("payment_pkey")),
        sa.UniqueConstraint("reference", name=op.f("payment_reference_key")),
    )
    op.create_index(op.f("payment_invoice_id_idx"), "payment", ["invoice_id"], unique=False)
    op.create_index(op.f("payment_paid_on_idx"), "payment", ["paid_on"], unique=False)
    op.create_table(
        "report",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column(
            "official",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what the official layers answered",
        ),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.invoice_id"], name=op.f("report_invoice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "no", name=op.f("report_pkey")),
    )
    op.create_table(
        "attestation_use",
        sa.Column("attestation_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False, comment="øre"),
        sa.ForeignKeyConstraint(
            ["attestation_id"],
            ["attestation.attestation_id"],
            name=op.f("attestation_use_attestation_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.invoice_id"], name=op.f("attestation_use_invoice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("attestation_id", "invoice_id", name=op.f("attestation_use_pkey")),
    )
    _grant()


def _grant() -> None:
    op.execute(f"GRANT SELECT, INSERT ON {APPEND_ONLY} TO invoice_app")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {CHANGED} TO invoice_app")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {PASSING} TO invoice_app")
    op.execute("GRANT USAGE ON SEQUENCE attestation_number TO invoice_app")


def downgrade() -> None:
    op.drop_table("attestation_use")
    op.drop_table("report")
    op.drop_index(op.f("payment_paid_on_idx"), table_name="payment")
    op.drop_index(op.f("payment_invoice_id_idx"), table_name="payment")
    op.drop_table("payment")
    op.drop_table("document")
    op.drop_table("decision")
    op.drop_index("attestation_expert_case_number_idx", table_name="attestation")
    op.drop_table("attestation")
    op.drop_table("assignment_review")
    op.drop_index(op.f("upload_owner_idx"), table_name="upload")
    op.drop_index(op.f("upload_case_id_idx"), table_name="upload")
    op.drop_table("upload")
    op.drop_index(
        "outbox_due_idx", table_name="outbox", postgresql_where=sa.text("dead_at IS NULL")
    )
    op.drop_table("outbox")
    op.drop_index(
        "invoice_seller_number_key", table_name="invoice", postgresql_where="holds_number"
    )
    op.drop_index("invoice_seller_idx", table_name="invoice")
    op.drop_index("invoice_received_at_idx", table_name="invoice")
    op.drop_index("invoice_case_numbers_idx", table_name="invoice", postgresql_using="gin")
    op.drop_table("invoice")
    op.drop_index(op.f("idempotency_stored_at_idx"), table_name="idempotency")
    op.drop_table("idempotency")
    op.drop_index(op.f("event_case_id_idx"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("assignment_expert_idx"), table_name="assignment")
    op.drop_index(op.f("assignment_case_number_idx"), table_name="assignment")
    op.drop_table("assignment")
    op.execute("DROP SEQUENCE attestation_number")
