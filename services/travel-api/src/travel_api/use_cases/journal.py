"""The journal: one row for everything that happens to a claim, and what was asked once."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from service_kit.database import append_event
from service_kit.idempotency import Once, remember
from travel_api.storage.tables import events, idempotency

SYSTEM: Final = "system"
"""The actor when no person acts."""


async def done(tx: AsyncConnection, once: Once, claim_id: UUID) -> None:
    """Remember that a request about a claim has taken effect, so that it takes effect once."""
    location = f"/v1/claims/{claim_id}"
    await remember(tx, idempotency, once, status=201, location=location, resource_id=claim_id)


async def note(
    tx: AsyncConnection, event_type: str, claim_id: UUID, actor: str, **details: Any
) -> None:
    """Write that `event_type` happened to a claim. `details` are ids, codes and versions only."""
    told: Mapping[str, Any] = details
    await append_event(
        tx, events, event_type=event_type, case_id=claim_id, actor=actor, details=told
    )
