"""What people do with invoices: decide, approve, have them checked again."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Document, Kind
from invoice_api.domain.house import cases
from invoice_api.domain.invoice import Invoice
from invoice_api.domain.life_cycle import Status, Step
from invoice_api.domain.payout import NotPayable, Payout, payout, require_another
from invoice_api.domain.triage import Ground, Outcome
from invoice_api.storage import attestations, invoices, journal
from invoice_api.storage.tables import outbox
from invoice_api.use_cases.archive import enterprise_form
from invoice_api.use_cases.conclude import SYSTEM, conclude, read_again, take
from invoice_api.use_cases.once import has_happened, is_repeated
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.submit import VALIDATE
from service_kit.auth import Principal
from service_kit.idempotency import Once
from service_kit.outbox import record
from service_kit.problems import ChangedMeanwhile

PAY: Final = "invoice.pay"
"""Topic of the work that orders a payment."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one invoice, as its caller has read it, that happens once."""

    invoice_id: UUID
    version: int
    once: Once


class Verdict(StrEnum):
    """What a person decides about an invoice."""

    ACCEPT = "accept"
    REJECT = "reject"
    QUERY = "query"
    CHECK_AGAIN = "check_again"


_STEPS: Final = {
    Verdict.ACCEPT: Step.MATCH,
    Verdict.REJECT: Step.REJECT,
    Verdict.QUERY: Step.QUERY,
    Verdict.CHECK_AGAIN: Step.VALIDATE,
}


class NotReadable(Exception):
    """No check has read the document, so nobody can accept what it says."""

    def __init__(self) -> None:
        super().__init__("The document has not been read by a check. Have it checked again first.")


class NotAttested(Exception):
    """An expert's invoice cannot be accepted before every case on it is attested."""

    def __init__(self) -> None:
        super().__init__("A case on the invoice has no attestation.")


async def review(
    shell: Shell, principal: Principal, change: Change, *, verdict: Verdict, reason: str
) -> None:
    """Take the step that a person has decided on.

    Raises:
        StepNotAllowed: the invoice's status does not allow it.
        NotReadable: it is accepted although no check has read it.
        NotAttested: an expert's invoice is accepted before its cases are attested.
        ChangedMeanwhile: it was changed since it was read.
    """
    async with shell.engine.begin() as tx:
        if await is_repeated(tx, change.once):
            return
        invoice = await _held(tx, change)
        ground = Ground.DECIDED_BY_PERSON
        document = None
        if verdict is Verdict.ACCEPT:
            document = await _acceptable(tx, invoice)
        if verdict is Verdict.CHECK_AGAIN:
            ground = Ground.CHECK_AGAIN
            invoice = replace(invoice, attempts=0)
            await _validate_soon(tx, invoice)
        outcome = Outcome(_STEPS[verdict], ground)
        await take(tx, invoice, outcome, by=principal.subject, reason=reason, document=document)
        await has_happened(tx, change.once, "invoices", change.invoice_id)


async def approve(shell: Shell, principal: Principal, change: Change) -> None:
    """Approve the payment of a matched invoice, and order it.

    Raises:
        FourEyes: the caller attested or accepted it.
        NotPayable: it cannot be paid as it stands.
        StepNotAllowed: it is not matched.
    """
    async with shell.engine.begin() as tx:
        if await is_repeated(tx, change.once):
            return
        invoice_id = change.invoice_id
        invoice = await _held(tx, change)
        decisions = await journal.decisions_of(tx, invoice_id)
        attesters = await attestations.attesters_of(tx, invoice_id)
        require_another(principal.subject, decisions, attesters)
        outcome = Outcome(Step.APPROVE, Ground.FOUR_EYES)
        saved = await take(tx, invoice, outcome, by=principal.subject, document=None)
        await payout_of(tx, saved)
        if shell.payment_system is not None:
            await record(
                tx,
                outbox,
                topic=PAY,
                key=f"{PAY}:{invoice_id}:{saved.version}",
                payload={"invoice_id": str(invoice_id), "version": saved.version},
            )
        await has_happened(tx, change.once, "invoices", invoice_id)


async def look_again(shell: Shell, invoice_id: UUID) -> None:
    """Ask the rules of the house again about an invoice that waits, now that more is known."""
    async with shell.engine.connect() as connection:
        seller = (await invoices.load(connection, invoice_id)).seller
    form = await enterprise_form(shell, seller)
    async with shell.engine.begin() as tx:
        invoice = await invoices.load(tx, invoice_id, lock=True)
        results = await read_again(tx, invoice_id)
        if invoice.status is Status.WAITING_FOR_ATTESTATION and results is not None:
            await conclude(tx, shell, invoice, results, form=form, by=SYSTEM)


async def payout_of(tx: AsyncConnection, invoice: Invoice) -> Payout:
    """Return what is to be paid for an invoice.

    Raises:
        NotPayable: it cannot be paid as it stands.
    """
    results = await read_again(tx, invoice.invoice_id)
    if results is None or results.document is None or invoice.kind is not Kind.INVOICE:
        raise NotPayable("it is not an invoice that a check has read")
    credited = Ore(0)
    if invoice.seller is not None and invoice.number is not None:
        credited = await invoices.credited_so_far(
            tx, invoice.seller, invoice.number, besides=invoice.invoice_id
        )
    account = invoice.content.account if invoice.content else None
    return payout(results.document, account=account, credited=credited)


async def _held(tx: AsyncConnection, change: Change) -> Invoice:
    invoice = await invoices.load(tx, change.invoice_id, lock=True)
    if invoice.version != change.version:
        raise ChangedMeanwhile
    return invoice


async def _acceptable(tx: AsyncConnection, invoice: Invoice) -> Document:
    results = await read_again(tx, invoice.invoice_id)
    if results is None or results.document is None or invoice.content is None:
        raise NotReadable
    document = results.document
    if invoice.claimant is Claimant.EXPERT and invoice.kind is Kind.INVOICE:
        named = cases.of_document(document)
        stored = await attestations.for_cases(
            tx, invoice.seller or "", named, besides=invoice.invoice_id
        )
        if not named or {row.attested.case_number for row in stored} != set(named):
            raise NotAttested
    return document


async def _validate_soon(tx: AsyncConnection, invoice: Invoice) -> None:
    await record(
        tx,
        outbox,
        topic=VALIDATE,
        key=f"{VALIDATE}:{invoice.invoice_id}:{invoice.version}",
        payload={"invoice_id": str(invoice.invoice_id)},
    )
