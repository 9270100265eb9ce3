"""Invoices and credit notes: sent in, followed, and found again."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Response
from fastapi.responses import Response as PlainResponse

from invoice_api.deps import ShellDep
from invoice_api.routes.presenting import present_invoice, shown_invoice
from invoice_api.use_cases import cursor, read
from invoice_api.use_cases.submit import submit
from invoice_api.wire.downloads import download, file_answer
from invoice_api.wire.ehf import EHF_BODY, EhfBody
from invoice_api.wire.invoice import (
    DecisionOut,
    DecisionsOut,
    InvoiceItemOut,
    InvoiceOut,
    InvoicePageOut,
)
from invoice_api.wire.searches import InvoiceCountsOut, InvoiceFilter, InvoiceSearch
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers

router = APIRouter(prefix="/v1/invoices", tags=["invoices"], route_class=guarded("invoice"))

_LOCATION: Final = {
    "Location": {"description": "Where the invoice is found", "schema": {"type": "string"}}
}
_SUBMITTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "model": InvoiceOut,
        "description": "This document was sent before",
        "headers": _LOCATION,
    },
    201: {"description": "Received and kept, whatever the verdict", "headers": _LOCATION},
    **answers(409),
}
_BYTES: Final = {**file_answer("The bytes as they came", "application/xml"), **answers(404)}
_FILE: Final = {**file_answer("The file", "application/octet-stream"), **answers(404)}


@router.post("", status_code=201, responses=_SUBMITTED, openapi_extra=EHF_BODY)
async def submit_invoice(
    shell: ShellDep, principal: PrincipalDep, document: EhfBody, once: OnceDep, response: Response
) -> InvoiceOut:
    """Send an electronic invoice or credit note.

    Whatever can be read is kept and answered with 201, also when it is then rejected: `status`
    and `report` say so. When the check takes longer than a few seconds the status is `validating`;
    ask again at `Location`. The same document again answers 200 with the same resource. Another
    document with a number that is taken is rejected by HK-NUM-01 and points to the first.
    """
    received = await submit(shell, principal, document, "application/xml", once)
    response.status_code = 201 if received.is_new else 200
    response.headers["Location"] = (
        f"{shell.settings.public_url}/invoice/v1/invoices/{received.invoice.invoice_id}"
    )
    return present_invoice(await read.whole(shell, received.invoice.invoice_id), response)


@router.post("/searches")
async def search_invoices(
    shell: ShellDep, principal: PrincipalDep, search: InvoiceSearch
) -> InvoicePageOut:
    """Find invoices: an organisation its own, staff every one. Newest first."""
    after = cursor.decode(search.cursor, search) if search.cursor else None
    found = await read.search(
        shell, principal, search.wanted(), limit=search.limit + 1, after=after
    )
    page = found[: search.limit]
    more = len(found) > search.limit
    return InvoicePageOut(
        items=[InvoiceItemOut.of(invoice) for invoice in page],
        next_cursor=cursor.encode((page[-1].received_at, page[-1].invoice_id), search)
        if more
        else None,
    )


@router.post("/counts")
async def count_invoices(
    shell: ShellDep, principal: PrincipalDep, search: InvoiceFilter
) -> InvoiceCountsOut:
    """Count invoices by status: an organisation its own, staff every one."""
    return InvoiceCountsOut.of(await read.counts(shell, principal, search.wanted()))


@router.get("/{invoice_id}", responses=answers(404))
async def get_invoice(
    shell: ShellDep, principal: PrincipalDep, invoice_id: UUID, response: Response
) -> InvoiceOut:
    """Read an invoice: where it stands, why, and what was found."""
    return await shown_invoice(shell, principal, invoice_id, response)


@router.get("/{invoice_id}/document", response_class=PlainResponse, responses=_BYTES)
async def get_invoice_document(
    shell: ShellDep, principal: PrincipalDep, invoice_id: UUID
) -> PlainResponse:
    """Download the document exactly as it came, byte for byte."""
    document = await read.document(shell, principal, invoice_id)
    ending = document.media_type.rpartition("/")[2]
    return download(document.content, document.media_type, f"{invoice_id}.{ending}")


@router.get("/{invoice_id}/attachments/{number}", response_class=PlainResponse, responses=_FILE)
async def get_invoice_attachment(
    shell: ShellDep,
    principal: PrincipalDep,
    invoice_id: UUID,
    number: Annotated[int, Path(ge=1, le=1000, description="Which supporting document, from 1")],
) -> PlainResponse:
    """Download a file that stands inside the invoice. Nobody has checked what is in it."""
    content = await read.attachment(shell, principal, invoice_id, number)
    return download(content, "application/octet-stream", f"{invoice_id}-{number}")


@router.get("/{invoice_id}/decisions", responses=answers(404))
async def list_invoice_decisions(
    shell: ShellDep, principal: PrincipalDep, invoice_id: UUID
) -> DecisionsOut:
    """List every step of an invoice, oldest first, each with its ground."""
    shown = await read.overview(shell, principal, invoice_id)
    return DecisionsOut(items=[DecisionOut.of(decision) for decision in shown.decisions])
