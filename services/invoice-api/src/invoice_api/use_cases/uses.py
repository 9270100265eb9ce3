"""What invoices take of attestations, and give back."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.assignment import ASSIGNMENT_CYCLE, AssignmentStep
from invoice_api.domain.document import Document, Kind
from invoice_api.domain.house import cases
from invoice_api.domain.house.attestation import claimed_kroner
from invoice_api.domain.invoice import Invoice, in_ore
from invoice_api.storage import assignments, attestations
from invoice_api.storage.attestations import StoredAttestation


async def use_up(tx: AsyncConnection, invoice: Invoice, document: Document) -> None:
    """Take from each case's attestation what the invoice claims for it."""
    named = cases.of_document(document)
    if invoice.kind is not Kind.INVOICE or invoice.seller is None or not named:
        return
    await attestations.release(tx, invoice.invoice_id)
    stored = await attestations.for_cases(tx, invoice.seller, named, besides=invoice.invoice_id)
    first_of_case: dict[str, StoredAttestation] = {}
    for row in stored:
        first_of_case.setdefault(row.attested.case_number, row)
    for case_number, row in first_of_case.items():
        claimed = claimed_kroner(document, case_number)
        await attestations.use(tx, row.attestation_id, invoice.invoice_id, in_ore(claimed))
        if row.attested.used_kroner + claimed >= row.attested.total_kroner:
            await _move(tx, row.assignment_id, AssignmentStep.USE_UP)


async def give_back(tx: AsyncConnection, invoice_id: UUID) -> None:
    """Give back what an invoice took, so that another may take it."""
    used = await attestations.used_by(tx, invoice_id)
    await attestations.release(tx, invoice_id)
    for attestation_id in used:
        stored = await attestations.load(tx, attestation_id)
        if stored.attested.used_kroner < stored.attested.total_kroner:
            await _move(tx, stored.assignment_id, AssignmentStep.GIVE_BACK)


async def _move(tx: AsyncConnection, assignment_id: UUID, step: AssignmentStep) -> None:
    """Take the step if the assignment's status allows it: taking little more changes nothing."""
    assignment = await assignments.load(tx, assignment_id, lock=True)
    reached = ASSIGNMENT_CYCLE.get((assignment.status, step))
    if reached is not None:
        await assignments.save(tx, replace(assignment, status=reached))
