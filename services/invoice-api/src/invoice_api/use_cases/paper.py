"""Registers an invoice that came on paper."""

import hashlib
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.adapters.identification import Identification
from invoice_api.domain.invoice import Channel
from invoice_api.domain.paper import Transcript, document_of
from invoice_api.domain.report import LayerResults
from invoice_api.storage import invoices
from invoice_api.storage.journal import StoredDocument
from invoice_api.storage.tables import idempotency, uploads
from invoice_api.use_cases.archive import enterprise_form
from invoice_api.use_cases.assignments import UploadNotUsable
from invoice_api.use_cases.conclude import conclude
from invoice_api.use_cases.keep import keep
from invoice_api.use_cases.once import has_happened
from invoice_api.use_cases.shell import Shell
from service_kit.auth import Principal
from service_kit.idempotency import Once, replay
from service_kit.uploads import KeptFile, bind, opened


class ScannedBefore(Exception):
    """The same scan was registered before."""

    def __init__(self, invoice_id: UUID) -> None:
        super().__init__("This scan was registered before.")
        self.extra = {"invoice_id": str(invoice_id)}


async def register(
    shell: Shell, principal: Principal, transcript: Transcript, scan_id: UUID, once: Once
) -> UUID:
    """Keep a scanned invoice with what a clerk read off it, and return its id.

    The rules of the house are asked at once; the official rules know no paper.

    Raises:
        UploadNotUsable: the scan is not there for it.
        ScannedBefore: the same scan was registered before.
    """
    form = await enterprise_form(shell, transcript.seller)
    async with shell.engine.begin() as tx:
        earlier = await replay(tx, idempotency, once)
        if earlier is not None:
            return earlier.resource_id
        scan = await _scan(tx, shell, principal, scan_id)
        identification = Identification(
            kind=transcript.kind,
            seller=transcript.seller,
            number=transcript.number,
            sha256=hashlib.sha256(scan.content).digest(),
        )
        await invoices.hold_document(tx, identification.sha256)
        same = await invoices.same_document(tx, identification.sha256)
        if same is not None:
            raise ScannedBefore(same.invoice_id)
        read_off = document_of(replace(transcript, pages=len(scan.content)))
        stored = StoredDocument(scan.media_type, identification.sha256, scan.content, read_off)
        invoice = await keep(tx, principal, identification, stored, Channel.PAPER)
        results = LayerResults((), (), read_off)
        await conclude(tx, shell, invoice, results, form=form, by=principal.subject)
        await has_happened(tx, once, "invoices", invoice.invoice_id)
    return invoice.invoice_id


async def _scan(tx: AsyncConnection, shell: Shell, principal: Principal, scan_id: UUID) -> KeptFile:
    unusable = await bind(tx, uploads, [scan_id], owner=principal.subject, case_id=scan_id)
    if unusable:
        raise UploadNotUsable(len(unusable))
    return await opened(tx, uploads, shell.uploads.sealer, upload_id=scan_id, case_id=scan_id)
