"""What was paid to experts in a year, as it is reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, Subquery, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Kind
from invoice_api.domain.house.tax import Reportable
from invoice_api.domain.life_cycle import Status
from invoice_api.storage.tables import invoices, payments


@dataclass(frozen=True, slots=True)
class Income:
    """Fees paid to one enterprise in a year.

    Attributes:
        expert: organisation number.
        reportable: whether they are reported as personal business income.
        fee: fee lines, without outlays and VAT, less what was credited.
        invoices: how many invoices were paid in full in the year.
    """

    expert: str
    reportable: Reportable
    fee: Ore
    invoices: int


async def paid_in(tx: AsyncConnection, year: int) -> Sequence[Income]:
    """Return the fees of invoices whose last payment fell in `year`, by enterprise."""
    paid, credited = _paid(), _credited()
    query = (
        select(
            invoices.c.seller,
            invoices.c.reportable,
            func.sum(func.greatest(invoices.c.fee - credited, 0)).label("fee"),
            func.count().label("invoices"),
        )
        .join(paid, paid.c.invoice_id == invoices.c.invoice_id)
        .where(
            invoices.c.claimant == Claimant.EXPERT,
            invoices.c.status.in_([Status.PAID_OUT, Status.CREDITED]),
            invoices.c.seller.is_not(None),
            paid.c.paid_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(invoices.c.seller, invoices.c.reportable)
        .order_by(invoices.c.seller, invoices.c.reportable)
    )
    return [
        Income(
            expert=row.seller,
            reportable=Reportable(row.reportable or Reportable.UNKNOWN),
            fee=Ore(int(row.fee)),
            invoices=row.invoices,
        )
        for row in (await tx.execute(query)).all()
    ]


def _paid() -> Subquery:
    """Return the day of the last payment of each invoice."""
    last = func.max(payments.c.paid_on).label("paid_on")
    return select(payments.c.invoice_id, last).group_by(payments.c.invoice_id).subquery()


def _credited() -> ScalarSelect[int]:
    """Return what credit notes took of an invoice's fee."""
    notes = invoices.alias("note")
    taken = select(func.coalesce(func.sum(notes.c.fee), 0)).where(
        notes.c.kind == Kind.CREDIT_NOTE,
        notes.c.status == Status.MATCHED,
        notes.c.seller == invoices.c.seller,
        notes.c.credits == invoices.c.number,
    )
    return taken.correlate(invoices).scalar_subquery()
