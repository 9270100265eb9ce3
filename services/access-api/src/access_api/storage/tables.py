"""Every table of access-api. Who a row is about stands only as a random id."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from access_api.domain.case import OPEN, Channel, Kind, RegisterCheck, Status
from access_api.domain.codes import GUESSES, LIVE, CodeStatus
from access_api.domain.deadlines import Notice
from access_api.domain.letters import Language, LetterStatus
from service_kit.database import NAMES, event_table
from service_kit.idempotency import idempotency_table
from service_kit.outbox import outbox_table
from service_kit.uploads import uploads_table

metadata: Final = MetaData(naming_convention=NAMES)
_NOW: Final = func.clock_timestamp()
_INSTANT: Final = DateTime(timezone=True)


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({_quoted(values)})", name=column)


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


events: Final = event_table(metadata)
outbox: Final = outbox_table(metadata)
idempotency: Final = idempotency_table(metadata)
uploads: Final = uploads_table(metadata)

persons: Final = Table(
    "person",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("first_seen_at", _INSTANT, nullable=False, server_default=_NOW),
)
"""One row for each person. Its lock is taken before anything about the person changes."""

person_numbers: Final = Table(
    "person_number",
    metadata,
    Column("number_id", Uuid, primary_key=True),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("added_at", _INSTANT, nullable=False, server_default=_NOW),
)
"""Identity numbers a person has had, sealed: a D-number and a later fødselsnummer together."""

person_indexes: Final = Table(
    "person_index",
    metadata,
    Column("ix", LargeBinary, primary_key=True),
    Column("key_id", Text, nullable=False, index=True),
    Column("number_id", ForeignKey("person_number.number_id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, index=True),
)
"""Blind indexes of the numbers, one for each index key still in use."""

cases: Final = Table(
    "access_case",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("case_number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("person_id", ForeignKey("person.person_id"), index=True),
    Column("status", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("received_at", _INSTANT, nullable=False, server_default=_NOW),
    Column("decide_before", Date, nullable=False),
    Column("ended_at", _INSTANT),
    Column("language", Text, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("sealed_form", LargeBinary),
    Column("identification_kind", Text),
    Column("identification_expires_on", Date),
    Column("identification_upload_id", Uuid),
    Column("signed_on", Date),
    Column("register_check", Text, nullable=False),
    Column("findings", ARRAY(Text), nullable=False),
    Column("address_confirmed", Boolean, nullable=False),
    Column("missing", ARRAY(Text), nullable=False),
    Column("ground", Text),
    Column("version", Integer, nullable=False),
    _one_of("kind", Kind),
    _one_of("channel", Channel),
    _one_of("status", Status),
    _one_of("register_check", RegisterCheck),
    _one_of("language", Language),
    CheckConstraint("person_id IS NOT NULL OR status = 'incomplete'", name="person"),
)
_open_case: Final = text(f"status IN ({_quoted(OPEN)})")
Index(
    "access_case_one_open_idx",
    cases.c.person_id,
    cases.c.kind,
    unique=True,
    postgresql_where=_open_case,
)
Index("access_case_open_deadline_idx", cases.c.decide_before, postgresql_where=_open_case)
Index("access_case_received_idx", cases.c.received_at, cases.c.case_id)

codes: Final = Table(
    "code",
    metadata,
    Column("code_id", Uuid, primary_key=True),
    Column("case_id", ForeignKey("access_case.case_id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("pepper_id", Text, nullable=False),
    Column("issued_at", _INSTANT, nullable=False, server_default=_NOW),
    Column("valid_through", Date, nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
    Column("ended_at", _INSTANT),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _one_of("status", CodeStatus),
    CheckConstraint(f"attempts BETWEEN 0 AND {GUESSES}", name="attempts"),
)
_live: Final = text(f"status IN ({_quoted(LIVE)})")
Index("code_one_live_per_case_idx", codes.c.case_id, unique=True, postgresql_where=_live)
Index("code_one_live_per_person_idx", codes.c.person_id, unique=True, postgresql_where=_live)

letters: Final = Table(
    "letter",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("case_id", ForeignKey("access_case.case_id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.person_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("digital", Boolean),
    Column("language", Text, nullable=False),
    Column("grounds", ARRAY(Text), nullable=False),
    Column("happened_on", Date),
    Column("written_on", Date, nullable=False),
    Column("code_id", ForeignKey("code.code_id"), unique=True),
    Column("sealed_code", LargeBinary),
    Column("held_for", Text),
    Column("address_confirmed", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Column("submitted_at", _INSTANT),
    Column("accepted_at", _INSTANT),
    Column("posted_at", _INSTANT),
    Column("ended_at", _INSTANT),
    _one_of("status", LetterStatus),
    CheckConstraint("(kind = 'reopening_code') = (code_id IS NOT NULL)", name="code"),
    CheckConstraint("kind <> 'reopening_code' OR digital IS NOT TRUE", name="code_on_paper"),
    CheckConstraint(
        "sealed_code IS NULL OR status IN ('created', 'submitted')", name="code_until_printed"
    ),
)

blocks: Final = Table(
    "block",
    metadata,
    Column("person_id", ForeignKey("person.person_id"), primary_key=True),
    Column("since", _INSTANT, nullable=False),
)
"""The people whose access is blocked. Nobody else has a row."""

block_clock: Final = Table(
    "block_clock",
    metadata,
    Column("single", Boolean, primary_key=True, server_default=text("true")),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("single", name="single"),
)
"""Version of the whole set of blocks. Its one row is locked by each change, so that versions
become visible in their order."""

block_changes: Final = Table(
    "block_change",
    metadata,
    Column("version", BigInteger, primary_key=True),
    Column("person_id", ForeignKey("person.person_id"), nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("at", _INSTANT, nullable=False),
)

guesses: Final = Table(
    "guess",
    metadata,
    Column("guess_id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", _INSTANT, nullable=False, server_default=_NOW),
    Column("agent", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("person_id", Uuid),
    Column("failed", Boolean, nullable=False),
    Index("guess_agent_at_idx", "agent", "at"),
    Index("guess_client_at_idx", "client", "at"),
    Index("guess_person_id_at_idx", "person_id", "at"),
    Index("guess_at_idx", "at"),
)
"""Codes that were tried. A try counts as failed until it has succeeded."""

notices: Final = Table(
    "deadline_notice",
    metadata,
    Column("case_id", ForeignKey("access_case.case_id"), primary_key=True),
    Column("notice", Text, primary_key=True),
    Column("given_at", _INSTANT, nullable=False, server_default=_NOW),
    _one_of("notice", Notice),
)
