"""The table `document`: which uploads belong to a claim."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service_kit.uploads import bind
from travel_api.domain.submissions import UnknownUpload
from travel_api.storage.tables import documents, uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was sent with a claim."""

    upload_id: UUID
    purpose: str
    media_type: str
    sha256: str
    added_at: datetime


async def attach(
    tx: AsyncConnection, claim_id: UUID, upload_ids: Collection[UUID], owner: str, purpose: str
) -> None:
    """Make uploads of `owner` documents of a claim.

    Raises:
        UnknownUpload: one of them is not the owner's, is used elsewhere, or is gone.
    """
    if not upload_ids:
        return
    if await bind(tx, uploads, upload_ids, owner=owner, case_id=claim_id):
        raise UnknownUpload
    await tx.execute(
        insert(documents),
        [
            {"upload_id": upload_id, "claim_id": claim_id, "purpose": purpose, "added_by": owner}
            for upload_id in upload_ids
        ],
    )


async def of_claim(tx: AsyncConnection, claim_id: UUID) -> list[Document]:
    """Return the documents of a claim, in the order they came."""
    c = documents.c
    query = (
        select(c.upload_id, c.purpose, c.added_at, uploads.c.media_type, uploads.c.sha256)
        .join(uploads, uploads.c.upload_id == c.upload_id)
        .where(c.claim_id == claim_id)
        .order_by(c.added_at, c.upload_id)
    )
    return [
        Document(
            upload_id=row.upload_id,
            purpose=row.purpose,
            media_type=row.media_type,
            sha256=row.sha256,
            added_at=row.added_at,
        )
        for row in await tx.execute(query)
    ]
