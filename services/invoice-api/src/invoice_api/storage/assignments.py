"""Rows of the table `assignment`."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.storage.tables import assignments

OPEN = ("submitted", "returned", "approved", "attested")
"""Statuses in which an assignment still awaits an invoice."""


async def has_open(tx: AsyncConnection, expert: str) -> bool:
    """Tell whether an enterprise has an assignment that awaits an invoice."""
    query = exists().where(assignments.c.expert == expert, assignments.c.status.in_(OPEN))
    return bool(await tx.scalar(select(query)))
