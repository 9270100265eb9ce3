"""The tables of travel-api."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
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

claim_number: Final = Sequence("claim_number", metadata=metadata)
requisition_number: Final = Sequence("requisition_number", metadata=metadata)


def _instant(name: str) -> "Column[object]":
    return Column(
        name, DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()
    )


def _claim_id(*, primary_key: bool = False) -> "Column[object]":
    return Column(
        "claim_id",
        Uuid,
        ForeignKey("claim.claim_id"),
        nullable=False,
        index=not primary_key,
        primary_key=primary_key,
    )


claims: Final = Table(
    "claim",
    metadata,
    Column("claim_id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("claimant_index", LargeBinary, nullable=False, index=True),
    Column("claimant_sealed", LargeBinary, nullable=False),
    Column("patient_index", LargeBinary, nullable=False, index=True),
    Column("patient_sealed", LargeBinary, nullable=False),
    Column("facts", JSONB, nullable=False, comment="what was claimed, without identity numbers"),
    Column("answers", JSONB, nullable=False, comment="what registers and handlers have told"),
    Column("travel_days", ARRAY(Date), nullable=False, comment="when journeys were completed"),
    Column("received_on", Date, nullable=False),
    _instant("received_at"),
    Column("submitted_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
"""One row a claim. Identity numbers are sealed and found by a blind index."""

Index("claim_status_received_at_idx", claims.c.status, claims.c.received_at)

documents: Final = Table(
    "document",
    metadata,
    Column("upload_id", Uuid, ForeignKey("upload.upload_id"), primary_key=True),
    _claim_id(),
    Column("purpose", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    _instant("added_at"),
)
"""What was sent with a claim. The bytes are kept sealed among the uploads."""

rulesets: Final = Table(
    "ruleset",
    metadata,
    Column("version", Text, primary_key=True),
    Column("documents", JSONB, nullable=False, comment="file name to text"),
    _instant("stored_at"),
)
"""Every set of rules and figures that ever assessed a claim, so that it can be run again."""

assessments: Final = Table(
    "assessment",
    metadata,
    _claim_id(primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("cause", Text, nullable=False),
    Column("ruleset_version", Text, ForeignKey("ruleset.version"), nullable=False),
    Column("engine_version", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("payable", BigInteger, nullable=False, comment="øre"),
    Column("facts", Text, nullable=False, comment="what was assessed, canonical JSON"),
    Column("readings", JSONB, nullable=False, comment="questions answered otherwise"),
    Column("result", Text, nullable=False, comment="the assessment, canonical JSON"),
    _instant("assessed_at"),
)
"""Append-only history: one row each time a claim was assessed."""

decisions: Final = Table(
    "decision",
    metadata,
    _claim_id(primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("assessment_no", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("payable", BigInteger, nullable=False, comment="øre"),
    Column("issued_by", Text, nullable=False),
    Column("handler", Text),
    Column("ground", Text),
    Column("acknowledged", ARRAY(Text), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("notified_on", Date, nullable=False),
    Column("complain_before", Date, nullable=False),
    _instant("issued_at"),
    ForeignKeyConstraint(["claim_id", "assessment_no"], ["assessment.claim_id", "assessment.no"]),
    CheckConstraint("(issued_by = 'handler') = (handler IS NOT NULL)", name="handler_known"),
)
"""Issued once and never changed: the application's role may only insert and read."""

complaints: Final = Table(
    "complaint",
    metadata,
    Column("complaint_id", Uuid, primary_key=True),
    _claim_id(),
    Column("decision_no", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("in_time", Boolean, nullable=False),
    Column("words", LargeBinary, nullable=False, comment="sealed"),
    Column("status", Text, nullable=False),
    Column("answer", Text),
    _instant("received_at"),
    ForeignKeyConstraint(["claim_id", "decision_no"], ["decision.claim_id", "decision.no"]),
)
"""Complaints about decisions."""

reassessments: Final = Table(
    "reassessment",
    metadata,
    Column("reassessment_id", Uuid, primary_key=True),
    Column("status", Text, nullable=False),
    Column("figures", JSONB, nullable=False, comment="the rows laid over the rules"),
    Column("received_from", Date),
    Column("received_to", Date),
    Column("total", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("before", BigInteger, nullable=False, comment="øre"),
    Column("after", BigInteger, nullable=False, comment="øre"),
    Column("histogram", ARRAY(BigInteger), nullable=False),
    Column("position", Uuid, comment="the last claim that was done"),
    Column("requested_by", Text, nullable=False),
    _instant("requested_at"),
    Column("ended_at", DateTime(timezone=True)),
)
"""What would have been, had the figures been others; one row a question."""

reassessment_changes: Final = Table(
    "reassessment_change",
    metadata,
    Column(
        "reassessment_id",
        Uuid,
        ForeignKey("reassessment.reassessment_id"),
        primary_key=True,
    ),
    Column("claim_id", Uuid, ForeignKey("claim.claim_id"), primary_key=True),
    Column("before", BigInteger, nullable=False, comment="øre"),
    Column("after", BigInteger, nullable=False, comment="øre"),
    Column("outcome_before", Text, nullable=False),
    Column("outcome_after", Text, nullable=False),
)
"""The claims that would have come out otherwise."""

requisitions: Final = Table(
    "requisition",
    metadata,
    Column("requisition_id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("patient_index", LargeBinary, nullable=False, index=True),
    Column("patient_sealed", LargeBinary, nullable=False),
    Column("transport", Text, nullable=False),
    Column("travel_on", Date, nullable=False),
    Column("can_use_public_transport", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("ask", Text, nullable=False),
    Column("rules", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("answer", Text),
    _instant("asked_at"),
)
"""Requests for transport that somebody else orders."""

payments: Final = Table(
    "payment",
    metadata,
    Column("payment_id", Uuid, primary_key=True),
    _claim_id(),
    Column("decision_no", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False, comment="øre"),
    Column("payee_index", LargeBinary, nullable=False, index=True),
    Column("travelled_on", Date, nullable=False),
    Column("remittance_id", Uuid, index=True),
    _instant("recorded_at"),
    ForeignKeyConstraint(["claim_id", "decision_no"], ["decision.claim_id", "decision.no"]),
)
"""What is owed under each decision: held while it is in no remittance."""
