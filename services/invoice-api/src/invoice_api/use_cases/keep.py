"""Keeps a document that came, before anything is thought of it."""

from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.adapters.identification import Identification
from invoice_api.domain.invoice import Channel, Invoice, take_step
from invoice_api.domain.life_cycle import Status, Step
from invoice_api.domain.triage import Ground, Outcome
from invoice_api.storage import invoices, journal
from invoice_api.storage.journal import StoredDocument
from service_kit.auth import Principal


async def keep(
    tx: AsyncConnection,
    principal: Principal,
    identification: Identification,
    document: StoredDocument,
    channel: Channel,
) -> Invoice:
    """Return the new invoice, kept with its bytes. A number that is taken is pointed to."""
    holder = await _holder(tx, identification)
    named = identification.seller is not None and identification.number is not None
    received = Invoice(
        invoice_id=uuid4(),
        channel=channel,
        kind=identification.kind,
        seller=identification.seller,
        number=identification.number,
        holds_number=named and holder is None,
        same_number_as=holder.invoice_id if holder else None,
        status=Status.RECEIVED,
        claimant=None,
        content=None,
        reportable=None,
        attempts=0,
        submitted_by=principal.subject,
        version=1,
        received_at=await journal.now(tx),
    )
    invoice = await invoices.add(tx, take_step(received, Step.VALIDATE), identification.sha256)
    await journal.add_document(tx, invoice.invoice_id, document)
    outcome = Outcome(Step.VALIDATE, Ground.RECEIVED)
    await journal.add_decision(tx, invoice, outcome, by=principal.subject)
    return invoice


async def _holder(tx: AsyncConnection, identification: Identification) -> Invoice | None:
    seller, number = identification.seller, identification.number
    if seller is None or number is None:
        return None
    await invoices.hold_number(tx, seller, number)
    return await invoices.holder(tx, seller, number)
