"""The table `decision`: rows are added and read, never changed."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from service_kit.problems import NotFound
from travel_api.domain.assessment import Outcome
from travel_api.domain.decisions import Decision, Reservation
from travel_api.storage.tables import decisions


async def add(tx: AsyncConnection, decision: Decision) -> None:
    """Write a new decision."""
    await tx.execute(insert(decisions).values(**columns(decision)))


def columns(decision: Decision) -> dict[str, Any]:
    """Return a decision as it is written."""
    acknowledged = [str(reservation) for reservation in decision.acknowledged]
    return asdict(decision) | {"acknowledged": acknowledged}


async def of_claim(tx: AsyncConnection, claim_id: UUID) -> list[Decision]:
    """Return every decision on a claim, oldest first."""
    query = select(decisions).where(decisions.c.claim_id == claim_id).order_by(decisions.c.no)
    return [_decision(row) for row in await tx.execute(query)]


async def one(tx: AsyncConnection, claim_id: UUID, no: int) -> Decision:
    """Return one decision on a claim.

    Raises:
        NotFound: the claim has no decision with that number.
    """
    query = select(decisions).where(decisions.c.claim_id == claim_id, decisions.c.no == no)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return _decision(row)


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        claim_id=row.claim_id,
        no=row.no,
        number=row.number,
        assessment_no=row.assessment_no,
        outcome=Outcome(row.outcome),
        payable=Ore(row.payable),
        issued_by=row.issued_by,
        handler=row.handler,
        ground=row.ground,
        acknowledged=tuple(Reservation(name) for name in row.acknowledged),
        issued_on=row.issued_on,
        notified_on=row.notified_on,
        complain_before=row.complain_before,
    )
