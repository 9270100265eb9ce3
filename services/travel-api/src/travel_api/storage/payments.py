"""The table `payment`: what is owed under decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from travel_api.domain.decisions import Decision
from travel_api.domain.payments import Owed
from travel_api.storage.tables import decisions, payments


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one decision adds to a remittance."""

    claim_id: UUID
    decision: str
    amount: Ore


async def add(tx: AsyncConnection, owed: Owed, decision: Decision, payee: bytes) -> None:
    """Write what is owed under a decision; it is held until it is put in a remittance."""
    await tx.execute(
        insert(payments).values(
            payment_id=owed.payment_id,
            claim_id=decision.claim_id,
            decision_no=decision.no,
            amount=owed.amount,
            payee_index=payee,
            travelled_on=owed.travelled_on,
        )
    )


async def held_for(tx: AsyncConnection, payee: Sequence[bytes]) -> list[Owed]:
    """Return what is held for one claimant; others wait who decide about the same one.

    Args:
        tx: the transaction that decides.
        payee: everything the claimant may be found by, the newest first.
    """
    lock = int.from_bytes(payee[0][:8], signed=True)
    await tx.execute(select(func.pg_advisory_xact_lock(lock)))
    query = (
        select(payments.c.payment_id, payments.c.amount, payments.c.travelled_on)
        .where(payments.c.payee_index.in_(payee), payments.c.remittance_id.is_(None))
        .order_by(payments.c.payment_id)
    )
    return [
        Owed(payment_id=row.payment_id, amount=Ore(row.amount), travelled_on=row.travelled_on)
        for row in await tx.execute(query)
    ]


async def remit(tx: AsyncConnection, owed: Sequence[Owed], remittance_id: UUID) -> None:
    """Put held amounts into one remittance."""
    await tx.execute(
        update(payments)
        .where(payments.c.payment_id.in_([one.payment_id for one in owed]))
        .values(remittance_id=remittance_id)
    )


async def parts_of(tx: AsyncConnection, remittance_id: UUID) -> list[Part]:
    """Return what a remittance pays, oldest first."""
    query = (
        select(payments.c.claim_id, decisions.c.number, payments.c.amount)
        .join(
            decisions,
            and_(
                decisions.c.claim_id == payments.c.claim_id,
                decisions.c.no == payments.c.decision_no,
            ),
        )
        .where(payments.c.remittance_id == remittance_id)
        .order_by(payments.c.recorded_at, payments.c.payment_id)
    )
    return [
        Part(claim_id=row.claim_id, decision=row.number, amount=Ore(row.amount))
        for row in await tx.execute(query)
    ]


async def already_owed(tx: AsyncConnection, claim_id: UUID) -> Ore:
    """Return what earlier decisions on a claim have granted."""
    total = select(func.coalesce(func.sum(payments.c.amount), 0))
    amount = (await tx.execute(total.where(payments.c.claim_id == claim_id))).scalar_one()
    return Ore(int(amount))
