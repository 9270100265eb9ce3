"""How an invoice and an assignment are shown, with their ETag."""

from uuid import UUID

from fastapi import Response

from invoice_api.use_cases import assignments, read
from invoice_api.use_cases.shell import Shell
from invoice_api.wire.assignment import AssignmentOut
from invoice_api.wire.invoice import InvoiceOut
from service_kit.auth import Principal


async def shown_invoice(
    shell: Shell, principal: Principal, invoice_id: UUID, response: Response
) -> InvoiceOut:
    """Return an invoice as its reader may see it, and put its version in the ETag."""
    return present_invoice(await read.overview(shell, principal, invoice_id), response)


def present_invoice(shown: read.Overview, response: Response) -> InvoiceOut:
    """Return an invoice as it is answered, and put its version in the ETag."""
    response.headers["ETag"] = f'"{shown.invoice.version}"'
    return InvoiceOut.made_of(shown.invoice, shown.decisions[-1], shown.report)


async def shown_assignment(
    shell: Shell, principal: Principal, assignment_id: UUID, response: Response
) -> AssignmentOut:
    """Return an assignment as its reader may see it, and put its version in the ETag."""
    shown = await assignments.view(shell, principal, assignment_id)
    response.headers["ETag"] = f'"{shown.assignment.version}"'
    return AssignmentOut.made_of(shown)
