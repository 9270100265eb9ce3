"""Checks of electronic invoices that leave no trace."""

from datetime import UTC, datetime

from fastapi import APIRouter

from invoice_api.deps import ShellDep
from invoice_api.use_cases import validations
from invoice_api.wire.ehf import EHF_BODY, EhfBody
from invoice_api.wire.report import ReportOut
from service_kit.guard import guarded

router = APIRouter(prefix="/v1/validations", tags=["validations"], route_class=guarded("invoice"))


@router.post("", openapi_extra=EHF_BODY)
async def validate_document(shell: ShellDep, document: EhfBody) -> ReportOut:
    """Check an electronic invoice or credit note and answer what every layer says of it.

    The layers are XML, the UBL schema, EN 16931, Peppol BIS Billing, and the rules of Helseklage
    as far as the document alone can tell. Nothing is stored.
    """
    on = datetime.now(UTC).date()
    return ReportOut.of(await validations.validate(shell, document, on=on))
