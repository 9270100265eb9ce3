"""What people and the payment system do with invoices."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Response

from invoice_api.deps import SeenDep, ShellDep
from invoice_api.routes.presenting import shown_invoice
from invoice_api.use_cases import handle, pay
from invoice_api.wire.handling import PaymentIn, PaymentOut, PaymentsOut, ReviewIn
from invoice_api.wire.invoice import InvoiceOut
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.problems import answers

router = APIRouter(prefix="/v1/invoices", tags=["handling"], route_class=guarded("invoice"))

_STEP: Final = answers(404, 409, 412, 428)
_PAYMENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": PaymentOut, "description": "This payment was told of before"},
    **answers(404, 409),
}


@router.post("/{invoice_id}/reviews", status_code=201, responses=_STEP)
async def review_invoice(
    shell: ShellDep,
    principal: PrincipalDep,
    invoice_id: UUID,
    seen: SeenDep,
    body: ReviewIn,
    response: Response,
) -> InvoiceOut:
    """Decide about an invoice that was queried or needs a person.

    `accept` matches it, `reject` rejects it, `query` asks the sender, `check_again` runs the
    official rules once more.
    """
    await handle.review(
        shell,
        principal,
        handle.Change(invoice_id, seen.version, seen.once),
        verdict=body.decision,
        reason=body.reason,
    )
    return await shown_invoice(shell, principal, invoice_id, response)


@router.post("/{invoice_id}/approvals", status_code=201, responses=_STEP)
async def approve_invoice(
    shell: ShellDep,
    principal: PrincipalDep,
    invoice_id: UUID,
    seen: SeenDep,
    response: Response,
) -> InvoiceOut:
    """Approve the payment of a matched invoice, as another person than who attested it."""
    await handle.approve(shell, principal, handle.Change(invoice_id, seen.version, seen.once))
    return await shown_invoice(shell, principal, invoice_id, response)


@router.post("/{invoice_id}/payments", status_code=201, responses=_PAYMENT)
async def record_payment(
    shell: ShellDep,
    principal: PrincipalDep,
    invoice_id: UUID,
    body: PaymentIn,
    response: Response,
) -> PaymentOut:
    """Tell of a payment that was carried out. The same reference again changes nothing."""
    told = await pay.tell(
        shell,
        principal,
        invoice_id,
        reference=body.reference,
        amount=body.amount,
        paid_on=body.paid_on,
    )
    response.status_code = 201 if told.is_new else 200
    return PaymentOut.of(told.payment)


@router.get("/{invoice_id}/payments", responses=answers(404))
async def list_invoice_payments(
    shell: ShellDep, principal: PrincipalDep, invoice_id: UUID
) -> PaymentsOut:
    """List what was paid for an invoice."""
    found = await pay.paid(shell, principal, invoice_id)
    return PaymentsOut(items=[PaymentOut.of(payment) for payment in found])
