"""The journal, for auditors and the archive."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from invoice_api.deps import ShellDep
from invoice_api.use_cases import read
from invoice_api.wire.events import InvoiceEventsOut
from service_kit.guard import guarded
from service_kit.problems import answers

router = APIRouter(prefix="/v1", tags=["audit"], route_class=guarded("invoice"))


@router.get("/invoices/{invoice_id}/events", responses=answers(404))
async def list_invoice_events(shell: ShellDep, invoice_id: UUID) -> InvoiceEventsOut:
    """List everything that was done to an invoice: who, when, what."""
    return InvoiceEventsOut.of(await read.events_of(shell, invoice_id))


@router.get("/journal-entries")
async def list_invoice_journal_entries(
    shell: ShellDep,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="Last entry already had")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> InvoiceEventsOut:
    """List the journal of every invoice and assignment in its order, for the archive."""
    return InvoiceEventsOut.of(await read.journal_after(shell, after, limit=limit))
