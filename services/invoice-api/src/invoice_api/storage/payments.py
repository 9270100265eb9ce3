"""Rows of the table `payment`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from invoice_api.storage.tables import invoices, payments

_c = payments.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment, as the payment system tells it."""

    payment_id: UUID
    invoice_id: UUID
    reference: str
    amount: Ore
    paid_on: date
    account: str | None


async def add(tx: AsyncConnection, payment: Payment) -> None:
    """Store a payment."""
    await tx.execute(
        insert(payments).values(
            payment_id=payment.payment_id,
            invoice_id=payment.invoice_id,
            reference=payment.reference,
            amount=payment.amount,
            paid_on=payment.paid_on,
            account=payment.account,
        )
    )


async def of_invoice(tx: AsyncConnection, invoice_id: UUID) -> Sequence[Payment]:
    """Return the payments of an invoice, oldest first."""
    query = select(payments).where(_c.invoice_id == invoice_id).order_by(_c.recorded_at)
    return [_from_row(row) for row in (await tx.execute(query)).all()]


async def by_reference(tx: AsyncConnection, reference: str) -> Payment | None:
    """Return the payment with a reference, and keep others from adding one with it."""
    key = func.hashtextextended(f"payment\n{reference}", 0)
    await tx.execute(select(func.pg_advisory_xact_lock(key)))
    row = (await tx.execute(select(payments).where(_c.reference == reference))).one_or_none()
    return None if row is None else _from_row(row)


async def last_account(tx: AsyncConnection, seller: str) -> str | None:
    """Return the account last paid to for a seller."""
    query = (
        select(_c.account)
        .join(invoices, invoices.c.invoice_id == _c.invoice_id)
        .where(invoices.c.seller == seller, _c.account.is_not(None))
        .order_by(_c.paid_on.desc(), _c.recorded_at.desc())
        .limit(1)
    )
    account: str | None = await tx.scalar(query)
    return account


def _from_row(row: Row[Any]) -> Payment:
    return Payment(
        payment_id=row.payment_id,
        invoice_id=row.invoice_id,
        reference=row.reference,
        amount=Ore(row.amount),
        paid_on=row.paid_on,
        account=row.account,
    )
