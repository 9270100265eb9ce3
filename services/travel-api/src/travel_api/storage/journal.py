"""The table `event`: what happened to each claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from travel_api.storage.tables import events


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a claim: when, what, and by whom."""

    event_id: int
    at: datetime
    type: str
    actor: str
    details: Mapping[str, Any]


async def of_claim(tx: AsyncConnection, claim_id: UUID) -> list[Event]:
    """Return everything that happened to a claim, oldest first."""
    c = events.c
    query = select(c.event_id, c.at, c.type, c.actor, c.details).where(c.case_id == claim_id)
    return [Event(**row) for row in (await tx.execute(query.order_by(c.event_id))).mappings()]
