"""Gathers what the archive and the register know about a document."""

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.claimants import claimant_of
from invoice_api.domain.document import Document, Kind
from invoice_api.domain.house import cases
from invoice_api.domain.house.circumstances import (
    Archive,
    Attested,
    Circumstances,
    Credited,
    Earlier,
)
from invoice_api.domain.invoice import Channel, Invoice, in_kroner
from invoice_api.storage import assignments, attestations, invoices, payments
from invoice_api.use_cases.shell import Shell


async def enterprise_form(shell: Shell, seller: str | None) -> str | None:
    """Return the seller's form of enterprise, or `None` when it cannot be learnt."""
    if shell.enterprises is None or seller is None:
        return None
    return await shell.enterprises.form_of(seller)


async def circumstances(
    tx: AsyncConnection, shell: Shell, invoice: Invoice, document: Document, form: str | None
) -> Circumstances:
    """Return everything the rules may know of a document that is stored as `invoice`."""
    seller = invoice.seller
    open_assignment = seller is not None and await assignments.has_open(tx, seller)
    # an invoice's row is held before attestations are, by everybody who holds both
    credited = await _credited(tx, invoice, document)
    return Circumstances(
        received_on=invoice.received_on,
        claimant=claimant_of(document, has_open_assignment=open_assignment),
        rates=shell.rates,
        archive=Archive(
            earlier=await _earlier(tx, invoice),
            last_account=await payments.last_account(tx, seller) if seller else None,
            attested=await _attested(tx, invoice, document),
            enterprise_form=form,
            credited=credited,
        ),
        on_paper=invoice.channel is Channel.PAPER,
    )


async def _earlier(tx: AsyncConnection, invoice: Invoice) -> Earlier | None:
    if invoice.same_number_as is None:
        return None
    first = await invoices.load(tx, invoice.same_number_as)
    return Earlier(str(first.invoice_id), first.received_on)


async def _attested(
    tx: AsyncConnection, invoice: Invoice, document: Document
) -> tuple[Attested, ...]:
    named = cases.of_document(document)
    if invoice.seller is None or not named:
        return ()
    found = await attestations.for_cases(tx, invoice.seller, named, besides=invoice.invoice_id)
    return tuple(row.attested for row in found)


async def _credited(tx: AsyncConnection, invoice: Invoice, document: Document) -> Credited | None:
    references = document.billing_references
    if document.kind is not Kind.CREDIT_NOTE or len(references) != 1 or invoice.seller is None:
        return None
    first = await invoices.holder(tx, invoice.seller, references[0].number)
    if first is None or first.content is None or first.kind is not Kind.INVOICE:
        return None
    number = references[0].number
    taken = await invoices.credited_so_far(tx, invoice.seller, number, besides=invoice.invoice_id)
    return Credited(in_kroner(first.content.payable), in_kroner(taken))
