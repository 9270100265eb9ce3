"""Rows of the table `invoice`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Kind
from invoice_api.domain.house.tax import Reportable
from invoice_api.domain.invoice import Channel, Content, Invoice
from invoice_api.domain.life_cycle import Status
from invoice_api.storage.tables import invoices
from service_kit.problems import ChangedMeanwhile, NotFound

c = invoices.c


async def add(tx: AsyncConnection, invoice: Invoice, document_sha256: bytes) -> Invoice:
    """Store a new invoice and return it with the instant at which it came."""
    row = {**_to_row(invoice), "document_sha256": document_sha256}
    stored = await tx.execute(insert(invoices).values(row).returning(*invoices.c))
    return from_row(stored.one())


async def load(tx: AsyncConnection, invoice_id: UUID, *, lock: bool = False) -> Invoice:
    """Return an invoice, and keep others from changing it until the transaction ends if asked.

    Raises:
        NotFound: there is none.
    """
    query = select(invoices).where(c.invoice_id == invoice_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFound
    return from_row(row)


async def save(tx: AsyncConnection, invoice: Invoice) -> Invoice:
    """Write `invoice` if its version is still the stored one, and raise that version by one.

    Raises:
        ChangedMeanwhile: another version is stored.
    """
    after = {**_to_row(invoice), "version": invoice.version + 1}
    row = (
        await tx.execute(
            update(invoices)
            .where(c.invoice_id == invoice.invoice_id, c.version == invoice.version)
            .values(after)
            .returning(*invoices.c)
        )
    ).one_or_none()
    if row is None:
        raise ChangedMeanwhile
    return from_row(row)


async def hold_number(tx: AsyncConnection, seller: str, number: str) -> None:
    """Keep others from looking at or taking this seller's number until the transaction ends."""
    key = func.hashtextextended(f"{seller}\n{number}", 0)
    await tx.execute(select(func.pg_advisory_xact_lock(key)))


async def hold_document(tx: AsyncConnection, document_sha256: bytes) -> None:
    """Keep others from storing the same document until the transaction ends."""
    key = int.from_bytes(document_sha256[:8], signed=True)
    await tx.execute(select(func.pg_advisory_xact_lock(key)))


async def same_document(tx: AsyncConnection, document_sha256: bytes) -> Invoice | None:
    """Return the invoice with exactly this document."""
    return await _one(tx, select(invoices).where(c.document_sha256 == document_sha256))


async def holder(tx: AsyncConnection, seller: str, number: str) -> Invoice | None:
    """Return the seller's invoice that holds a number; it stays as it is until `tx` ends."""
    query = select(invoices).where(c.seller == seller, c.number == number, c.holds_number)
    return await _one(tx, query.with_for_update())


async def credited_so_far(tx: AsyncConnection, seller: str, number: str, besides: UUID) -> Ore:
    """Return what the seller's other credit notes take of the invoice with `number`."""
    taken = await tx.scalar(
        select(func.coalesce(func.sum(c.payable), 0)).where(
            c.seller == seller,
            c.credits == number,
            c.kind == Kind.CREDIT_NOTE,
            c.status == Status.MATCHED,
            c.invoice_id != besides,
        )
    )
    return Ore(int(taken or 0))


async def waiting_for(tx: AsyncConnection, seller: str, case_number: str) -> Sequence[UUID]:
    """Return the seller's invoices that wait for the attestation of a case."""
    query = select(c.invoice_id).where(
        c.seller == seller,
        c.status == Status.WAITING_FOR_ATTESTATION,
        c.case_numbers.contains([case_number]),
    )
    return (await tx.scalars(query)).all()


async def _one(tx: AsyncConnection, query: Select[Any]) -> Invoice | None:
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else from_row(row)


def _to_row(invoice: Invoice) -> Mapping[str, Any]:
    content = invoice.content
    row: dict[str, Any] = {
        "invoice_id": invoice.invoice_id,
        "channel": invoice.channel,
        "kind": invoice.kind,
        "seller": invoice.seller,
        "number": invoice.number,
        "holds_number": invoice.holds_number,
        "same_number_as": invoice.same_number_as,
        "status": invoice.status,
        "claimant": invoice.claimant,
        "reportable": invoice.reportable,
        "attempts": invoice.attempts,
        "submitted_by": invoice.submitted_by,
        "version": invoice.version,
        "case_numbers": list(content.case_numbers) if content else [],
    }
    if content is not None:
        row |= {
            "issue_date": content.issue_date,
            "due_date": content.due_date,
            "payable": content.payable,
            "fee": content.fee,
            "currency": content.currency,
            "buyer_reference": content.buyer_reference,
            "credits": content.credits_number,
            "account": content.account,
            "kid": content.kid,
        }
    return row


def from_row(row: Row[Any]) -> Invoice:
    """Return the invoice that a row of the table holds."""
    return Invoice(
        invoice_id=row.invoice_id,
        channel=Channel(row.channel),
        kind=Kind(row.kind),
        seller=row.seller,
        number=row.number,
        holds_number=row.holds_number,
        same_number_as=row.same_number_as,
        status=Status(row.status),
        claimant=Claimant(row.claimant) if row.claimant else None,
        content=_content(row, row.issue_date),
        reportable=Reportable(row.reportable) if row.reportable else None,
        attempts=row.attempts,
        submitted_by=row.submitted_by,
        version=row.version,
        received_at=row.received_at,
    )


def _content(row: Row[Any], issue_date: date | None) -> Content | None:
    if issue_date is None:
        return None
    return Content(
        issue_date=issue_date,
        due_date=row.due_date,
        payable=Ore(row.payable),
        fee=Ore(row.fee),
        currency=row.currency,
        buyer_reference=row.buyer_reference,
        credits_number=row.credits,
        account=row.account,
        kid=row.kid,
        case_numbers=tuple(row.case_numbers),
    )
