"""Effects that a repeated request does not have twice."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.storage.tables import idempotency
from service_kit.idempotency import Once, remember, replay

_CREATED = 201


async def is_repeated(tx: AsyncConnection, once: Once) -> bool:
    """Tell whether the request had its effect before; then it must have none now."""
    return await replay(tx, idempotency, once) is not None


async def has_happened(tx: AsyncConnection, once: Once, collection: str, resource: UUID) -> None:
    """Remember, in the transaction of the effect, that the request had it."""
    location = f"/v1/{collection}/{resource}"
    await remember(tx, idempotency, once, status=_CREATED, location=location, resource_id=resource)
