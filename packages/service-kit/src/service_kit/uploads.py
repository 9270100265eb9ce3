"""Uploads: raw bytes in, sealed at rest, bound to whoever sent them until a case uses them.

A service makes the table with `uploads_table`, answers `POST /v1/uploads` with `receive`, binds an
upload to a case in the transaction that refers to it, and sweeps what nobody used within a day.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import Column, Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service_kit.idempotency import Once, remember, replay
from service_kit.problems import NotFound
from service_kit.sealing import Sealer
from service_kit.uploaded_files import MEDIA_TYPES, UnreadableFile, UnsupportedFile, examined
from service_kit.wire import Response

KEPT_UNUSED: Final = timedelta(hours=24)
UNUSED_AT_ONCE: Final = 50
"""Uploads one caller may have waiting for a case."""

UPLOAD_BODY: Final[Mapping[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The file itself. Content-Type says what it is.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES
        },
    }
}
"""`openapi_extra` of the route that receives uploads."""


class TooManyUploads(Exception):
    """The caller has too many uploads that no case uses."""

    def __init__(self) -> None:
        super().__init__("Too many of your uploads wait for a case. Unused ones go within a day.")
        self.headers = {"Retry-After": "3600"}


UPLOAD_PROBLEMS: Final[Mapping[type[Exception], str]] = {
    UnsupportedFile: "unsupported-media-type",
    UnreadableFile: "invalid-input",
    TooManyUploads: "too-many-requests",
}
"""Goes into the problem table of a service with uploads."""


class Upload(Response):
    """A file that was received. Refer to it by its id before it expires."""

    upload_id: UUID
    media_type: str
    sha256: str = Field(description="Of the bytes as they were sent, in hexadecimal digits")
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UploadStore:
    """Where a service keeps its uploads."""

    engine: AsyncEngine
    uploads: Table
    idempotency: Table
    sealer: Sealer


@dataclass(frozen=True, slots=True, repr=False)
class KeptFile:
    """An upload opened again."""

    media_type: str
    content: bytes


def uploads_table(metadata: sa.MetaData) -> Table:
    """Return the table of uploads. `case_id` is empty until a case uses the upload."""
    return Table(
        "upload",
        metadata,
        Column("upload_id", sa.Uuid, primary_key=True),
        Column("owner", sa.Text, nullable=False, index=True),
        Column("case_id", sa.Uuid, index=True),
        Column("media_type", sa.Text, nullable=False),
        Column("sha256", sa.Text, nullable=False),
        Column("sealed", sa.LargeBinary, nullable=False),
        Column(
            "uploaded_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.func.clock_timestamp(),
        ),
    )


async def receive(store: UploadStore, once: Once, content: bytes, content_type: str) -> Upload:
    """Keep a file for the caller of `once`; the same request again finds the same upload.

    Raises:
        UnsupportedFile, UnreadableFile, TooManyUploads, Unavailable: the file is not kept.
        NotFound: the same request again, after the upload was deleted.
    """
    media_type, kept = await examined(content, content_type)
    async with store.engine.begin() as tx:
        earlier = await replay(tx, store.idempotency, once)
        if earlier is not None:
            return await _described(tx, store.uploads, earlier.resource_id)
        await _refuse_hoarding(tx, store.uploads, once.principal)
        upload_id = uuid4()
        await tx.execute(
            sa.insert(store.uploads).values(
                upload_id=upload_id,
                owner=once.principal,
                media_type=media_type,
                sha256=hashlib.sha256(content).hexdigest(),
                sealed=store.sealer.seal(kept, _context(upload_id)),
            )
        )
        location = f"/v1/uploads/{upload_id}"
        await remember(
            tx, store.idempotency, once, status=201, location=location, resource_id=upload_id
        )
        return await _described(tx, store.uploads, upload_id)


async def bind(
    tx: AsyncConnection, uploads: Table, upload_ids: Collection[UUID], *, owner: str, case_id: UUID
) -> frozenset[UUID]:
    """Bind uploads of `owner` to a case, and return those that cannot be bound to it.

    An upload can be bound while it is unused and not a day old; what the case has, it keeps.
    """
    c = uploads.c
    free = sa.and_(c.case_id.is_(None), c.owner == owner, c.uploaded_at > _a_day_ago())
    bound = await tx.execute(
        sa.update(uploads)
        .where(c.upload_id.in_(upload_ids), sa.or_(free, c.case_id == case_id))
        .values(case_id=case_id)
        .returning(c.upload_id)
    )
    return frozenset(upload_ids) - frozenset(bound.scalars())


async def opened(
    tx: AsyncConnection, uploads: Table, sealer: Sealer, *, upload_id: UUID, case_id: UUID
) -> KeptFile:
    """Return an upload of a case.

    Raises:
        NotFound: the case has no such upload, or it was erased.
        CannotOpen: it was changed in the database, or its key is gone.
    """
    c = uploads.c
    asked = sa.select(c.media_type, c.sealed).where(c.upload_id == upload_id, c.case_id == case_id)
    row = (await tx.execute(asked)).one_or_none()
    if row is None:
        raise NotFound
    return KeptFile(row.media_type, sealer.open(row.sealed, _context(upload_id)))


async def erase(tx: AsyncConnection, uploads: Table, case_id: UUID) -> None:
    """Delete every upload of a case."""
    await tx.execute(sa.delete(uploads).where(uploads.c.case_id == case_id))


async def sweep(tx: AsyncConnection, uploads: Table) -> None:
    """Delete uploads that no case has used within a day."""
    c = uploads.c
    await tx.execute(sa.delete(uploads).where(c.case_id.is_(None), c.uploaded_at <= _a_day_ago()))


async def _described(tx: AsyncConnection, uploads: Table, upload_id: UUID) -> Upload:
    c = uploads.c
    columns = (c.upload_id, c.media_type, c.sha256, c.uploaded_at)
    row = (await tx.execute(sa.select(*columns).where(c.upload_id == upload_id))).one_or_none()
    if row is None:
        raise NotFound
    return Upload(
        upload_id=row.upload_id,
        media_type=row.media_type,
        sha256=row.sha256,
        expires_at=row.uploaded_at + KEPT_UNUSED,
    )


async def _refuse_hoarding(tx: AsyncConnection, uploads: Table, owner: str) -> None:
    c = uploads.c
    waiting = sa.select(sa.func.count()).where(c.owner == owner, c.case_id.is_(None))
    if (await tx.execute(waiting)).scalar_one() >= UNUSED_AT_ONCE:
        raise TooManyUploads


def _a_day_ago() -> sa.ColumnElement[datetime]:
    ago: sa.ColumnElement[datetime] = sa.func.clock_timestamp() - sa.bindparam("ago", KEPT_UNUSED)
    return ago


def _context(upload_id: UUID) -> bytes:
    """What a sealed file is bound to: it opens nowhere else."""
    return f"upload|{upload_id}".encode()
