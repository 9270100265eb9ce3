"""Create the tables of access-api."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APP = "access_app"
_TABLES = (
    "block_clock",
    "event",
    "guess",
    "idempotency",
    "outbox",
    "person",
    "upload",
    "access_case",
    "block",
    "block_change",
    "person_number",
    "code",
    "deadline_notice",
    "person_index",
    "letter",
)
_APPEND_ONLY = ("block_change", "event")


def upgrade() -> None:
    _create_block_clock()
    _create_event()
    _create_guess()
    _create_idempotency()
    _create_outbox()
    _create_person()
    _create_upload()
    _create_access_case()
    _create_block()
    _create_block_change()
    _create_person_number()
    _create_code()
    _create_deadline_notice()
    _create_person_index()
    _create_letter()
    op.execute("INSERT INTO block_clock (version) VALUES (0)")
    for table in _TABLES:
        rights = "SELECT, INSERT" if table in _APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        op.execute(f"GRANT {rights} ON {table} TO {_APP}")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _create_block_clock() -> None:
    op.create_table(
        "block_clock",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("single", name=op.f("block_clock_single_check")),
        sa.PrimaryKeyConstraint("single", name=op.f("block_clock_pkey")),
    )


def _create_event() -> None:
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


def _create_guess() -> None:
    op.create_table(
        "guess",
        sa.Column("guess_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guess_id", name=op.f("guess_pkey")),
    )
    op.create_index("guess_agent_at_idx", "guess", ["agent", "at"], unique=False)
    op.create_index("guess_at_idx", "guess", ["at"], unique=False)
    op.create_index("guess_client_at_idx", "guess", ["client", "at"], unique=False)
    op.create_index("guess_person_id_at_idx", "guess", ["person_id", "at"], unique=False)


def _create_idempotency() -> None:
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


def _create_outbox() -> None:
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


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "first_seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("person_pkey")),
    )


def _create_upload() -> None:
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


def _create_access_case() -> None:
    op.create_table(
        "access_case",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("decide_before", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("sealed_form", sa.LargeBinary(), nullable=True),
        sa.Column("identification_kind", sa.Text(), nullable=True),
        sa.Column("identification_expires_on", sa.Date(), nullable=True),
        sa.Column("identification_upload_id", sa.Uuid(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("register_check", sa.Text(), nullable=False),
        sa.Column("findings", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("address_confirmed", sa.Boolean(), nullable=False),
        sa.Column("missing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('paper', 'self_service')", name=op.f("access_case_channel_check")
        ),
        sa.CheckConstraint(
            "kind IN ('block', 'reopen', 'unclear')", name=op.f("access_case_kind_check")
        ),
        sa.CheckConstraint(
            "language IN ('en', 'nb', 'nn')", name=op.f("access_case_language_check")
        ),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR status = 'incomplete'", name=op.f("access_case_person_check")
        ),
        sa.CheckConstraint(
            "register_check IN ('done', 'not_needed', 'pending')",
            name=op.f("access_case_register_check_check"),
        ),
        sa.CheckConstraint(
            "status IN ('address_check', 'awaiting_call', 'closed', 'effected', "
            "'incomplete', 'lapsed', 'received', 'rejected', 'reopened', "
            "'under_review', 'withdrawn')",
            name=op.f("access_case_status_check"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("access_case_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("access_case_pkey")),
        sa.UniqueConstraint("case_number", name=op.f("access_case_case_number_key")),
    )
    op.create_index(
        "access_case_one_open_idx",
        "access_case",
        ["person_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status IN ('address_check', 'awaiting_call', 'under_review')"),
    )
    op.create_index(
        "access_case_open_deadline_idx",
        "access_case",
        ["decide_before"],
        unique=False,
        postgresql_where=sa.text("status IN ('address_check', 'awaiting_call', 'under_review')"),
    )
    op.create_index(op.f("access_case_person_id_idx"), "access_case", ["person_id"], unique=False)
    op.create_index(
        "access_case_received_idx", "access_case", ["received_at", "case_id"], unique=False
    )


def _create_block() -> None:
    op.create_table(
        "block",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("block_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("block_pkey")),
    )


def _create_block_change() -> None:
    op.create_table(
        "block_change",
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("block_change_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("block_change_pkey")),
    )


def _create_person_number() -> None:
    op.create_table(
        "person_number",
        sa.Column("number_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "added_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("person_number_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("number_id", name=op.f("person_number_pkey")),
    )
    op.create_index(
        op.f("person_number_person_id_idx"), "person_number", ["person_id"], unique=False
    )


def _create_code() -> None:
    op.create_table(
        "code",
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("pepper_id", sa.Text(), nullable=False),
        sa.Column(
            "issued_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("valid_through", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "status IN ('expired', 'issued', 'locked', 'posted', 'printed', 'returned', "
            "'revoked', 'used')",
            name=op.f("code_status_check"),
        ),
        sa.CheckConstraint("attempts BETWEEN 0 AND 5", name=op.f("code_attempts_check")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["access_case.case_id"], name=op.f("code_case_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("code_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("code_id", name=op.f("code_pkey")),
    )
    op.create_index(op.f("code_case_id_idx"), "code", ["case_id"], unique=False)
    op.create_index(
        "code_one_live_per_case_idx",
        "code",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('issued', 'posted', 'printed')"),
    )
    op.create_index(
        "code_one_live_per_person_idx",
        "code",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('issued', 'posted', 'printed')"),
    )
    op.create_index(op.f("code_person_id_idx"), "code", ["person_id"], unique=False)


def _create_deadline_notice() -> None:
    op.create_table(
        "deadline_notice",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column(
            "given_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "notice IN ('breach', 'day20', 'day27')", name=op.f("deadline_notice_notice_check")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["access_case.case_id"], name=op.f("deadline_notice_case_id_fkey")
        ),
        sa.PrimaryKeyConstraint("case_id", "notice", name=op.f("deadline_notice_pkey")),
    )


def _create_person_index() -> None:
    op.create_table(
        "person_index",
        sa.Column("ix", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("number_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number_id"], ["person_number.number_id"], name=op.f("person_index_number_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("person_index_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("ix", name=op.f("person_index_pkey")),
    )
    op.create_index(op.f("person_index_key_id_idx"), "person_index", ["key_id"], unique=False)
    op.create_index(op.f("person_index_number_id_idx"), "person_index", ["number_id"], unique=False)
    op.create_index(op.f("person_index_person_id_idx"), "person_index", ["person_id"], unique=False)


def _create_letter() -> None:
    op.create_table(
        "letter",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("digital", sa.Boolean(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("grounds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_code", sa.LargeBinary(), nullable=True),
        sa.Column("held_for", sa.Text(), nullable=True),
        sa.Column(
            "address_confirmed", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'reopening_code') = (code_id IS NOT NULL)", name=op.f("letter_code_check")
        ),
        sa.CheckConstraint(
            "kind <> 'reopening_code' OR digital IS NOT TRUE",
            name=op.f("letter_code_on_paper_check"),
        ),
        sa.CheckConstraint(
            "sealed_code IS NULL OR status IN ('created', 'submitted')",
            name=op.f("letter_code_until_printed_check"),
        ),
        sa.CheckConstraint(
            "status IN ('accepted', 'cancelled', 'created', 'delivered', 'failed', "
            "'held', 'posted', 'returned', 'submitted')",
            name=op.f("letter_status_check"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["access_case.case_id"], name=op.f("letter_case_id_fkey")
        ),
        sa.ForeignKeyConstraint(["code_id"], ["code.code_id"], name=op.f("letter_code_id_fkey")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("letter_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("letter_pkey")),
        sa.UniqueConstraint("code_id", name=op.f("letter_code_id_key")),
    )
    op.create_index(op.f("letter_case_id_idx"), "letter", ["case_id"], unique=False)
