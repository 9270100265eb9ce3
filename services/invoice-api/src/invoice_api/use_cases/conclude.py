"""Takes the step that follows from what is known of an invoice, with all it brings about."""

import asyncio
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.adapters import ubl, xml
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Document, Kind
from invoice_api.domain.house.assess import assess
from invoice_api.domain.house.tax import reportable
from invoice_api.domain.invoice import Invoice, KeptReport, content_of, take_step
from invoice_api.domain.life_cycle import Status, Step
from invoice_api.domain.report import LayerResults, LayerStatus, Report
from invoice_api.domain.triage import Ground, Outcome, triage
from invoice_api.storage import invoices, journal
from invoice_api.storage.journal import Official
from invoice_api.use_cases.archive import circumstances
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.uses import give_back, use_up

SYSTEM: Final = "system:invoice-api"
"""Who acts when no person does."""


async def conclude(
    tx: AsyncConnection,
    shell: Shell,
    invoice: Invoice,
    results: LayerResults,
    *,
    form: str | None,
    by: str,
) -> Invoice:
    """Return the invoice after the step that its report leads to.

    Args:
        tx: transaction that holds the invoice's row.
        shell: the world outside.
        invoice: what is judged.
        results: what the official layers answered.
        form: the seller's form of enterprise, when it could be learnt.
        by: who caused it.
    """
    document = results.document
    known = None
    if document is not None:
        known = await circumstances(tx, shell, invoice, document, form)
        invoice = replace(
            invoice,
            content=content_of(document),
            claimant=known.claimant,
            reportable=reportable(form),
        )
    report = assess(results, known, shell.catalogue)
    outcome = triage(
        report,
        claimant=invoice.claimant or Claimant.SUPPLIER,
        kind=invoice.kind,
        catalogue=shell.catalogue,
    )
    await _keep(tx, invoice.invoice_id, results, report)
    return await take(tx, invoice, outcome, by=by, document=document)


async def take(
    tx: AsyncConnection,
    invoice: Invoice,
    outcome: Outcome,
    *,
    by: str,
    reason: str | None = None,
    document: Document | None,
) -> Invoice:
    """Return the invoice after a step, recorded, with what the step brings about.

    Raises:
        StepNotAllowed: the invoice's status does not allow the step.
    """
    saved = await invoices.save(tx, take_step(invoice, outcome.step))
    await journal.add_decision(tx, saved, outcome, by=by, reason=reason)
    if saved.status in {Status.REJECTED, Status.CREDITED}:
        await give_back(tx, saved.invoice_id)
    if outcome.step is Step.MATCH and document is not None:
        await use_up(tx, saved, document)
        await _credit(tx, saved, document)
    return saved


async def read_again(tx: AsyncConnection, invoice_id: UUID) -> LayerResults | None:
    """Return what the official layers answered about an invoice, with the document read anew.

    `None` when no document could be read: then there is nothing to match.
    """
    official = await journal.latest_official(tx, invoice_id)
    if official is None or any(row.status is LayerStatus.SKIPPED for row in official.layers):
        return None
    stored = await journal.document(tx, invoice_id)
    if stored.transcript is not None:
        return LayerResults(official.layers, official.findings, stored.transcript)
    try:
        document = await asyncio.to_thread(lambda: ubl.read_document(xml.read(stored.content)))
    except ValueError:
        return None
    return LayerResults(official.layers, official.findings, document)


async def _keep(
    tx: AsyncConnection, invoice_id: UUID, results: LayerResults, report: Report
) -> None:
    official = Official(results.layers, results.findings)
    kept = KeptReport(report.verdict, report.layers, report.findings)
    await journal.add_report(tx, invoice_id, official, kept)


async def _credit(tx: AsyncConnection, note: Invoice, document: Document) -> None:
    """Close the invoice that credit notes have taken back whole."""
    if document.kind is not Kind.CREDIT_NOTE or note.content is None or note.seller is None:
        return
    number = note.content.credits_number
    first = await invoices.holder(tx, note.seller, number) if number else None
    if first is None or first.content is None or number is None:
        return
    others = await invoices.credited_so_far(tx, note.seller, number, besides=note.invoice_id)
    if others + note.content.payable >= first.content.payable:
        outcome = Outcome(Step.CREDIT, Ground.CREDITED)
        await take(tx, first, outcome, by=SYSTEM, document=None)
