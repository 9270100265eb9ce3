"""The tables of invoice-api. Nothing that was received is ever deleted or changed."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from service_kit.database import NAMES, event_table
from service_kit.idempotency import idempotency_table
from service_kit.outbox import outbox_table
from service_kit.uploads import uploads_table

metadata: Final = MetaData(naming_convention=NAMES)

events: Final = event_table(metadata)
outbox: Final = outbox_table(metadata)
idempotency: Final = idempotency_table(metadata)
uploads: Final = uploads_table(metadata)

attestation_number: Final = Sequence("attestation_number", metadata=metadata)


def _instant(name: str) -> "Column[Any]":
    return Column(
        name, DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()
    )


def _of_invoice(*, primary_key: bool = True) -> "Column[Any]":
    return Column(
        "invoice_id",
        Uuid,
        ForeignKey("invoice.invoice_id"),
        nullable=False,
        primary_key=primary_key,
        index=not primary_key,
    )


invoices: Final = Table(
    "invoice",
    metadata,
    Column("invoice_id", Uuid, primary_key=True),
    Column("channel", Text, nullable=False, comment="ehf or paper"),
    Column("kind", Text, nullable=False, comment="invoice or credit_note"),
    Column("seller", Text, comment="organisation number, when a valid one is given"),
    Column("number", Text),
    Column("holds_number", Boolean, nullable=False),
    Column("same_number_as", Uuid, ForeignKey("invoice.invoice_id")),
    Column("status", Text, nullable=False),
    Column("claimant", Text),
    Column("issue_date", Date),
    Column("due_date", Date),
    Column("payable", BigInteger, comment="øre"),
    Column("fee", BigInteger, comment="øre of fee lines, without VAT"),
    Column("credits", Text, comment="number of the invoice that a credit note credits"),
    Column("account", Text, comment="digits of the account to pay to"),
    Column("kid", Text),
    Column("currency", Text),
    Column("buyer_reference", Text, comment="1940 and the initials of who ordered"),
    Column("reportable", Text),
    Column("case_numbers", ARRAY(Text), nullable=False),
    Column("document_sha256", LargeBinary, nullable=False, unique=True),
    Column("attempts", Integer, nullable=False, comment="of the rule engine"),
    Column("submitted_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _instant("received_at"),
)
"""One row an invoice or credit note."""

Index(
    "invoice_seller_number_key",
    invoices.c.seller,
    invoices.c.number,
    unique=True,
    postgresql_where=invoices.c.holds_number,
)
Index("invoice_received_at_idx", invoices.c.received_at, invoices.c.invoice_id)
Index("invoice_seller_idx", invoices.c.seller)
Index("invoice_case_numbers_idx", invoices.c.case_numbers, postgresql_using="gin")

documents: Final = Table(
    "document",
    metadata,
    _of_invoice(),
    Column("media_type", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False, comment="as it came"),
    Column("transcript", JSONB, comment="what a clerk read off a paper"),
    _instant("received_at"),
)
"""The bytes of each invoice, as they came."""

reports: Final = Table(
    "report",
    metadata,
    _of_invoice(),
    Column("no", Integer, primary_key=True),
    Column("official", JSONB, nullable=False, comment="what the official layers answered"),
    Column("report", JSONB, nullable=False),
    _instant("made_at"),
)
"""Every report that was ever made of an invoice."""

decisions: Final = Table(
    "decision",
    metadata,
    _of_invoice(),
    Column("no", Integer, primary_key=True),
    Column("step", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("rules", ARRAY(Text), nullable=False),
    Column("reason", Text, comment="what a person wrote"),
    Column("decided_by", Text, nullable=False),
    _instant("decided_at"),
)
"""Every step of the life cycle, and who took it."""

payments: Final = Table(
    "payment",
    metadata,
    Column("payment_id", Uuid, primary_key=True),
    _of_invoice(primary_key=False),
    Column("reference", Text, nullable=False, unique=True),
    Column("amount", BigInteger, nullable=False, comment="øre"),
    Column("paid_on", Date, nullable=False, index=True),
    Column("account", Text),
    _instant("recorded_at"),
)
"""What the payment system says it paid."""

assignments: Final = Table(
    "assignment",
    metadata,
    Column("assignment_id", Uuid, primary_key=True),
    Column("case_number", Text, nullable=False, index=True),
    Column("expert", Text, nullable=False, index=True, comment="organisation number"),
    Column("expert_name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("submission", JSONB, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _instant("submitted_at"),
)
"""Work that an expert has delivered and asks to have approved."""

reviews: Final = Table(
    "assignment_review",
    metadata,
    Column(
        "assignment_id",
        Uuid,
        ForeignKey("assignment.assignment_id"),
        primary_key=True,
    ),
    Column("no", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("reviewed_by", Text, nullable=False),
    _instant("reviewed_at"),
)
"""What the case handler said of an assignment, each time."""

attestations: Final = Table(
    "attestation",
    metadata,
    Column("attestation_id", Uuid, primary_key=True),
    Column(
        "assignment_id",
        Uuid,
        ForeignKey("assignment.assignment_id"),
        nullable=False,
        unique=True,
    ),
    Column("number", Text, nullable=False, unique=True),
    Column("case_number", Text, nullable=False),
    Column("expert", Text, nullable=False),
    Column("attested", JSONB, nullable=False),
    Column("attested_by", Text, nullable=False),
    _instant("attested_at"),
)
"""What a case handler attested: written once, never changed."""

Index("attestation_expert_case_number_idx", attestations.c.expert, attestations.c.case_number)

uses: Final = Table(
    "attestation_use",
    metadata,
    Column(
        "attestation_id",
        Uuid,
        ForeignKey("attestation.attestation_id"),
        primary_key=True,
    ),
    _of_invoice(),
    Column("amount", BigInteger, nullable=False, comment="øre"),
)
"""How much of an attestation each invoice that is not rejected or credited has taken."""
