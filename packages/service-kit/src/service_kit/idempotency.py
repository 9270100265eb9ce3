"""Idempotency keys: a request that creates something creates it once.

A key belongs to its caller and operation and is kept for 24 hours. Only the status, location and
resource id of the first answer are stored, in the transaction of its effect; the answer itself is
rendered anew. The fingerprint of the body is an HMAC, since a bare hash of a body that holds an
identity number or a code can be reversed by trying them all.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Header, Request
from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from service_kit.auth import PrincipalDep

KEPT: Final = timedelta(hours=24)
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")


class IdempotencyKeyMissing(Exception):
    """The request creates something and carries no Idempotency-Key."""

    def __init__(self) -> None:
        super().__init__("Send the header Idempotency-Key: 8 to 64 letters, digits, - or _.")


class RequestInProgress(Exception):
    """A request with the same key has not finished."""

    def __init__(self) -> None:
        super().__init__("A request with this Idempotency-Key is still running.")


class IdempotencyKeyReused(Exception):
    """The key was used with another body."""

    def __init__(self) -> None:
        detail = "This Idempotency-Key was used with another body."
        super().__init__(detail)
        place = {"location": "header", "pointer": "/idempotency-key"}
        self.extra = {"errors": [{**place, "code": "reused", "detail": detail}]}


@dataclass(frozen=True, slots=True)
class Once:
    """A request that shall take effect once: whose it is, which key, and what it says."""

    principal: str
    operation: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """What the first answer was."""

    status: int
    location: str
    resource_id: UUID


async def _once(
    request: Request,
    principal: PrincipalDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="A random key of your own, the same when you try again (8 to 64 "
            "letters, digits, `-` or `_`). Needed on every request that creates something."
        ),
    ] = None,
) -> Once:
    if idempotency_key is None or _KEY.fullmatch(idempotency_key) is None:
        raise IdempotencyKeyMissing
    key = base64.b64decode(request.app.state.settings.fingerprint_key.get_secret_value())
    content_type = request.headers.get("content-type", "").encode()
    fingerprint = hmac.new(key, content_type + b"\n" + await request.body(), hashlib.sha256)
    operation = request.scope["route"].name
    return Once(principal.subject, operation, idempotency_key, fingerprint.digest())


OnceDep = Annotated[Once, Depends(_once)]
"""Parameter of a route that creates something."""


def idempotency_table(metadata: MetaData) -> Table:
    """Return the store of answered keys."""
    return Table(
        "idempotency",
        metadata,
        Column("principal", Text, primary_key=True),
        Column("operation", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", LargeBinary, nullable=False),
        Column("status", Integer, nullable=False),
        Column("location", Text, nullable=False),
        Column("resource_id", Uuid, nullable=False),
        Column(
            "stored_at",
            DateTime(timezone=True),
            nullable=False,
            index=True,
            server_default=func.clock_timestamp(),
        ),
    )


async def replay(tx: AsyncConnection, table: Table, once: Once) -> Stored | None:
    """Claim the key for this transaction; return the first answer when there was one.

    Raises:
        RequestInProgress: another transaction holds the key.
        IdempotencyKeyReused: the key was used with another body.
    """
    lock = hashlib.sha256(f"{once.principal}\n{once.operation}\n{once.key}".encode()).digest()
    number = int.from_bytes(lock[:8], signed=True)
    if not (await tx.execute(select(func.pg_try_advisory_xact_lock(number)))).scalar_one():
        raise RequestInProgress
    c = table.c
    row = (
        await tx.execute(
            select(c.fingerprint, c.status, c.location, c.resource_id).where(
                c.principal == once.principal,
                c.operation == once.operation,
                c.key == once.key,
                c.stored_at > func.clock_timestamp() - bindparam("kept", KEPT),
            )
        )
    ).one_or_none()
    if row is None:
        return None
    if not hmac.compare_digest(row.fingerprint, once.fingerprint):
        raise IdempotencyKeyReused
    return Stored(row.status, row.location, row.resource_id)


async def remember(
    tx: AsyncConnection, table: Table, once: Once, *, status: int, location: str, resource_id: UUID
) -> None:
    """Store the answer beside its effect. An outlived row of the same key gives way."""
    c = table.c
    await tx.execute(
        delete(table).where(
            c.principal == once.principal, c.operation == once.operation, c.key == once.key
        )
    )
    await tx.execute(
        insert(table).values(
            principal=once.principal,
            operation=once.operation,
            key=once.key,
            fingerprint=once.fingerprint,
            status=status,
            location=location,
            resource_id=resource_id,
        )
    )


async def sweep(tx: AsyncConnection, table: Table) -> None:
    """Delete keys that have outlived their day."""
    await tx.execute(
        delete(table).where(table.c.stored_at <= func.clock_timestamp() - bindparam("kept", KEPT))
    )
