"""What comes to a claim after it was sent: papers, findings of a handler, its withdrawal."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.scopes.travel import HANDLE, REGISTER
from service_kit.auth import Principal
from service_kit.idempotency import Once, replay
from service_kit.uploads import KeptFile, opened
from travel_api.domain.claims import ClaimStatus, Step, take_step
from travel_api.domain.facts import Evidence
from travel_api.domain.papers import Finding, Receipt, with_finding, with_paper
from travel_api.domain.submissions import PapersNotSent
from travel_api.storage import claims, documents
from travel_api.storage.claims import ClaimFile
from travel_api.storage.documents import Document, attach
from travel_api.storage.tables import idempotency, uploads
from travel_api.use_cases.assessing import assess_anew
from travel_api.use_cases.journal import done, note
from travel_api.use_cases.reading import own_file
from travel_api.use_cases.shell import Shell


async def add_paper(
    shell: Shell, principal: Principal, claim_id: UUID, paper: Receipt | Evidence, once: Once
) -> None:
    """Add a receipt or a document to a claim and assess it anew.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
        StepNotAllowed: the claim is decided or withdrawn.
        NotInTheClaim: the paper belongs to nothing in the claim.
        UnknownUpload: the upload is not the sender's.
        PapersNotSent: a citizen sent no upload.
    """
    on_paper = bool(principal.scopes & {HANDLE, REGISTER})
    if paper.upload_id is None and not on_paper:
        raise PapersNotSent
    async with shell.engine.begin() as tx:
        file = await _changing(tx, shell, principal, claim_id, once)
        if file is None:
            return
        changed = replace(file, facts=with_paper(file.facts, paper))
        if paper.upload_id is not None:
            await attach(tx, claim_id, {paper.upload_id}, principal.subject, _purpose(paper))
        await note(tx, "claim.paper_added", claim_id, principal.subject, purpose=_purpose(paper))
        if changed.claim.status is ClaimStatus.RECEIVED:
            await claims.save(tx, changed)  # it is assessed when the registers have answered
        else:
            await assess_anew(tx, shell, changed, "paper")
        await done(tx, once, claim_id)


async def record_finding(
    shell: Shell, principal: Principal, claim_id: UUID, finding: Finding, once: Once
) -> None:
    """Let a handler's finding stand where a register gave no answer, and assess anew.

    Raises:
        NotFound: there is no such claim.
        StepNotAllowed: the claim is decided or withdrawn.
        NotInTheClaim: the finding is about a journey that was not claimed.
    """
    async with shell.engine.begin() as tx:
        file = await _changing(tx, shell, principal, claim_id, once)
        if file is None:
            return
        facts, answers = with_finding(file.facts, file.answers, finding)
        changed = replace(file, facts=facts, answers=answers)
        kind = type(finding).__name__
        await note(tx, "claim.finding", claim_id, principal.subject, kind=kind)
        await assess_anew(tx, shell, changed, "finding")
        await done(tx, once, claim_id)


async def withdraw_claim(shell: Shell, principal: Principal, claim_id: UUID, once: Once) -> None:
    """Withdraw a claim that is not decided.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
        StepNotAllowed: it is decided already.
    """
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is not None:
            return
        file = await own_file(tx, shell, principal, claim_id, lock=True)
        await claims.save(tx, replace(file, claim=take_step(file.claim, Step.WITHDRAW)))
        await note(tx, "claim.withdrawn", claim_id, principal.subject)
        await done(tx, once, claim_id)


async def list_documents(shell: Shell, principal: Principal, claim_id: UUID) -> list[Document]:
    """Return what was sent with a claim.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
    """
    async with shell.engine.connect() as connection:
        await own_file(connection, shell, principal, claim_id)
        return await documents.of_claim(connection, claim_id)


async def download_document(
    shell: Shell, principal: Principal, claim_id: UUID, upload_id: UUID
) -> KeptFile:
    """Return one document as it is kept. Who opened it is written in the journal.

    Raises:
        NotFound: the claim has no such document, or is somebody else's.
    """
    async with shell.engine.begin() as tx:
        await own_file(tx, shell, principal, claim_id)
        await note(
            tx, "claim.document_opened", claim_id, principal.subject, document_id=str(upload_id)
        )
        return await opened(tx, uploads, shell.sealer, upload_id=upload_id, case_id=claim_id)


async def _changing(
    tx: AsyncConnection, shell: Shell, principal: Principal, claim_id: UUID, once: Once
) -> ClaimFile | None:
    """Return the locked claim when it may be added to, None when this was done before."""
    if await replay(tx, idempotency, once) is not None:
        return None
    file = await own_file(tx, shell, principal, claim_id, lock=True)
    return replace(file, claim=take_step(file.claim, Step.SUPPLEMENT))


def _purpose(paper: Receipt | Evidence) -> str:
    match paper:
        case Receipt():
            return "receipt"
        case Evidence():
            return paper.kind.value
