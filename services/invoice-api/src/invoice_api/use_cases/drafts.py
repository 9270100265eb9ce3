"""What an attestation gives the expert: its form, and the invoice that is ready to send."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.adapters.ehf_writer import EmbeddedFile, write_invoice
from invoice_api.adapters.papers import Language, typeset
from invoice_api.domain.assignment import Approval, Submission
from invoice_api.domain.document import Address
from invoice_api.domain.draft import Sender, draft
from invoice_api.domain.house.breach import kroner, written
from invoice_api.domain.house.circumstances import Attested
from invoice_api.domain.house.tax import Reportable, reportable
from invoice_api.storage import assignments, attestations
from invoice_api.storage.attestations import StoredAttestation
from invoice_api.storage.tables import uploads
from invoice_api.use_cases.archive import enterprise_form
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.who import SUBMIT, acts_for, sees_all
from service_kit.auth import Principal
from service_kit.problems import NotFound
from service_kit.uploads import KeptFile, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the expert adds to what was attested."""

    number: str
    issue_date: date
    name: str
    address: Address
    account: str
    kid: str | None
    order_reference: str | None


async def form(
    shell: Shell, principal: Principal, attestation_id: UUID, language: Language
) -> bytes:
    """Return the attestation form as PDF.

    Raises:
        NotFound: there is no such attestation, or it is not the caller's.
    """
    async with shell.engine.connect() as connection:
        stored = await attestations.load(connection, attestation_id)
    if not _may_see(principal, stored):
        raise NotFound
    return await asyncio.to_thread(typeset, "form", _form_data(stored.attested), language)


async def draft_invoice(
    shell: Shell,
    principal: Principal,
    attestation_id: UUID,
    wanted: Wanted,
) -> bytes:
    """Return an invoice over an attestation as EHF, with its form and receipts inside.

    Raises:
        NotFound: there is no such attestation, or it is not the caller's.
    """
    async with shell.engine.connect() as connection:
        stored = await attestations.load(connection, attestation_id)
        if not acts_for(principal, stored.expert):
            raise NotFound
        submission = (await assignments.load(connection, stored.assignment_id)).submission
        approval = await assignments.latest_approval(connection, stored.assignment_id)
        if approval is None:
            raise NotFound
        receipts = await _receipts(connection, shell, stored.assignment_id, submission, approval)
    known = reportable(await enterprise_form(shell, stored.expert))
    document = draft(
        stored.attested,
        submission,
        approval,
        Sender(
            organisation_number=stored.expert,
            name=wanted.name,
            address=wanted.address,
            account=wanted.account,
            kid=wanted.kid,
            reportable=known is not Reportable.NO,
            order_reference=wanted.order_reference,
        ),
        number=wanted.number,
        issue_date=wanted.issue_date,
    )
    paper = await asyncio.to_thread(typeset, "form", _form_data(stored.attested), "nb")
    return write_invoice(document, _files(stored.attested, paper, receipts))


def _may_see(principal: Principal, stored: StoredAttestation) -> bool:
    own = SUBMIT in principal.scopes and acts_for(principal, stored.expert)
    return own or sees_all(principal)


async def _receipts(
    tx: AsyncConnection,
    shell: Shell,
    assignment_id: UUID,
    submission: Submission,
    approval: Approval,
) -> Sequence[KeptFile]:
    """Return the receipts of what was approved."""
    pairs = zip(submission.outlays, approval.outlays, strict=True)
    wanted = (outlay.receipt_upload_id for outlay, answer in pairs if answer.amount)
    sealer = shell.uploads.sealer
    return [
        await opened(tx, uploads, sealer, upload_id=upload_id, case_id=assignment_id)
        for upload_id in wanted
        if upload_id is not None
    ]


def _files(attested: Attested, paper: bytes, receipts: Sequence[KeptFile]) -> list[EmbeddedFile]:
    form_file = EmbeddedFile(
        number=attested.number,
        description="Attesteringsskjema for honorar",
        filename=f"attesteringsskjema-{attested.number}.pdf",
        media_type="application/pdf",
        content=paper,
    )
    return [
        form_file,
        *(
            EmbeddedFile(
                number=f"K{no}",
                description=f"Kvittering {no}",
                filename=f"kvittering-{no}.{receipt.media_type.rpartition('/')[2]}",
                media_type=receipt.media_type,
                content=receipt.content,
            )
            for no, receipt in enumerate(receipts, 1)
        ),
    ]


def _form_data(attested: Attested) -> dict[str, str]:
    return {
        "issued_on": attested.finished_on.isoformat(),
        "number": attested.number,
        "case_number": attested.case_number,
        "expert_name": attested.expert_name,
        "finished_on": attested.finished_on.isoformat(),
        "hourly": kroner(attested.hourly_kroner),
        "hours": written(attested.hours),
        "travel_hours": written(attested.travel_hours),
        "absence": kroner(attested.absence_kroner),
        "outlays": kroner(attested.outlays_kroner),
        "total": kroner(attested.total_kroner),
    }
