"""The journal: one row for everything that happens to a claim."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from service_kit.database import append_event
from travel_api.storage.tables import events

SYSTEM: Final = "system"
"""The actor when no person acts."""


async def note(
    tx: AsyncConnection, event_type: str, claim_id: UUID, actor: str, **details: Any
) -> None:
    """Write that `event_type` happened to a claim. `details` are ids, codes and versions only."""
    told: Mapping[str, Any] = details
    await append_event(
        tx, events, event_type=event_type, case_id=claim_id, actor=actor, details=told
    )
