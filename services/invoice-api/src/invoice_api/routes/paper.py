"""Invoices that came on paper."""

from fastapi import APIRouter, Response

from invoice_api.deps import ShellDep
from invoice_api.routes.presenting import shown_invoice
from invoice_api.use_cases import paper
from invoice_api.wire.invoice import InvoiceOut
from invoice_api.wire.paper import PaperInvoiceIn
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers

router = APIRouter(prefix="/v1/paper-invoices", tags=["handling"], route_class=guarded("invoice"))


@router.post("", status_code=201, responses=answers(409))
async def register_paper_invoice(
    shell: ShellDep,
    principal: PrincipalDep,
    body: PaperInvoiceIn,
    once: OnceDep,
    response: Response,
) -> InvoiceOut:
    """Register a scanned invoice with what stands on it. The rules of the house are asked at once.

    A supplier's paper is queried by HK-CHAN-01, with help to begin with EHF; an expert may send
    paper.
    """
    invoice_id = await paper.register(
        shell, principal, body.transcript(), body.scan_upload_id, once
    )
    response.headers["Location"] = f"{shell.settings.public_url}/invoice/v1/invoices/{invoice_id}"
    return await shown_invoice(shell, principal, invoice_id, response)
