"""Payments: ordered when approved, and recorded when the payment system tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from invoice_api.adapters.payment_system import OrderRefused
from invoice_api.domain.invoice import Invoice
from invoice_api.domain.life_cycle import Status, Step, StepNotAllowed
from invoice_api.domain.triage import Ground, Outcome
from invoice_api.storage import invoices, journal, payments
from invoice_api.storage.payments import Payment
from invoice_api.storage.tables import events
from invoice_api.use_cases.conclude import SYSTEM, take
from invoice_api.use_cases.handle import payout_of
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.who import may_read
from service_kit.auth import Principal
from service_kit.database import append_event
from service_kit.outbox import GiveUp
from service_kit.problems import NotFound


class ReferenceTaken(Exception):
    """A payment with this reference was told of before, with other content."""

    def __init__(self) -> None:
        super().__init__("This payment reference was used with other content.")


@dataclass(frozen=True, slots=True)
class Told:
    """A payment that was told of, and whether that was news."""

    payment: Payment
    is_new: bool


async def order(shell: Shell, invoice_id: UUID, version: int) -> None:
    """Order the payment that was approved, unless the invoice has moved on since.

    Raises:
        GiveUp: no payment system is configured any more.
    """
    if shell.payment_system is None:
        raise GiveUp
    async with shell.engine.connect() as connection:
        invoice = await invoices.load(connection, invoice_id)
        if invoice.status is not Status.APPROVED or invoice.version != version:
            return
        wanted = await payout_of(connection, invoice)
    try:
        order_id = uuid5(NAMESPACE_URL, f"{invoice_id}/{version}")
        await shell.payment_system.order(order_id, wanted)
    except OrderRefused:
        await _hand_to_person(shell, invoice_id, version)


async def tell(
    shell: Shell,
    principal: Principal,
    invoice_id: UUID,
    *,
    reference: str,
    amount: Ore,
    paid_on: date,
) -> Told:
    """Record a payment. An invoice that is paid in full is paid out.

    What was paid was paid: a payment of an invoice that was ever approved is recorded, whatever its
    amount and whatever has happened since. One reference counts once.

    Raises:
        NotFound: there is no such invoice.
        StepNotAllowed: the invoice was never approved.
        ReferenceTaken: the reference was used with other content.
    """
    async with shell.engine.begin() as tx:
        invoice = await invoices.load(tx, invoice_id, lock=True)
        known = await payments.by_reference(tx, reference)
        if known is not None:
            if (known.invoice_id, known.amount, known.paid_on) != (invoice_id, amount, paid_on):
                raise ReferenceTaken
            return Told(known, is_new=False)
        decisions = await journal.decisions_of(tx, invoice_id)
        if not any(decision.step is Step.APPROVE for decision in decisions):
            raise StepNotAllowed(invoice.status, Step.PAY)
        payment = Payment(
            payment_id=uuid4(),
            invoice_id=invoice_id,
            reference=reference,
            amount=amount,
            paid_on=paid_on,
            account=invoice.content.account if invoice.content else None,
        )
        await payments.add(tx, payment)
        await append_event(
            tx,
            events,
            event_type="invoice.payment",
            case_id=invoice_id,
            actor=principal.subject,
            details={"payment_id": str(payment.payment_id)},
        )
        await _pay_out(tx, invoice, principal.subject)
    return Told(payment, is_new=True)


async def paid(shell: Shell, principal: Principal, invoice_id: UUID) -> Sequence[Payment]:
    """Return the payments of an invoice that the caller may know of."""
    async with shell.engine.connect() as connection:
        if not may_read(principal, await invoices.load(connection, invoice_id)):
            raise NotFound
        return await payments.of_invoice(connection, invoice_id)


async def _pay_out(tx: AsyncConnection, invoice: Invoice, by: str) -> None:
    if invoice.status is not Status.APPROVED:
        return
    so_far = sum(payment.amount for payment in await payments.of_invoice(tx, invoice.invoice_id))
    if so_far >= (await payout_of(tx, invoice)).amount:
        await take(tx, invoice, Outcome(Step.PAY, Ground.PAID), by=by, document=None)


async def _hand_to_person(shell: Shell, invoice_id: UUID, version: int) -> None:
    async with shell.engine.begin() as tx:
        invoice = await invoices.load(tx, invoice_id, lock=True)
        if invoice.status is Status.APPROVED and invoice.version == version:
            outcome = Outcome(Step.REVIEW, Ground.PAYMENT_REFUSED)
            await take(tx, invoice, outcome, by=SYSTEM, document=None)
