"""What an attestation gives the expert."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from invoice_api.adapters.papers import Language
from invoice_api.deps import ShellDep
from invoice_api.use_cases import drafts
from invoice_api.wire.downloads import download, file_answer
from invoice_api.wire.draft import InvoiceDraftIn
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.problems import answers

router = APIRouter(prefix="/v1/attestations", tags=["assignments"], route_class=guarded("invoice"))

_FORM: Final = {**file_answer("The form as PDF", "application/pdf"), **answers(404, 409)}
_DRAFT: Final = {**file_answer("The invoice as EHF", "application/xml"), **answers(404, 409)}


@router.get("/{attestation_id}/form", response_class=Response, responses=_FORM)
async def get_attestation_form(
    shell: ShellDep,
    principal: PrincipalDep,
    attestation_id: UUID,
    lang: Annotated[Language, Query()] = "nb",
) -> Response:
    """Download the attestation form that goes with the invoice."""
    pdf = await drafts.form(shell, principal, attestation_id, lang)
    return download(pdf, "application/pdf", f"{attestation_id}.pdf")


@router.post("/{attestation_id}/invoice-drafts", response_class=Response, responses=_DRAFT)
async def draft_invoice(
    shell: ShellDep, principal: PrincipalDep, attestation_id: UUID, body: InvoiceDraftIn
) -> Response:
    """Make an EHF invoice over everything that was attested, with form and receipts inside.

    Nothing is stored or sent: look it through, then send it as an invoice.
    """
    ehf = await drafts.draft_invoice(shell, principal, attestation_id, body.wanted())
    return download(ehf, "application/xml", f"{attestation_id}.xml")
