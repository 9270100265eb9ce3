"""Finds the verdict on a stored invoice."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from invoice_api.adapters.rules import engine_failures
from invoice_api.domain.invoice import Invoice
from invoice_api.domain.life_cycle import Status
from invoice_api.domain.report import LayerResults, LayerStatus
from invoice_api.storage import invoices, journal
from invoice_api.use_cases.archive import enterprise_form
from invoice_api.use_cases.conclude import SYSTEM, conclude
from invoice_api.use_cases.shell import Shell

ATTEMPTS: Final = 4
"""How often the engine may fail with one document: once, and three times again."""


class EngineFailed(Exception):
    """The official rules did not answer; they shall be asked again."""

    def __init__(self) -> None:
        super().__init__("The official rules did not answer.")


async def judge(shell: Shell, invoice_id: UUID) -> Invoice:
    """Return the invoice with the verdict that was found, which it may already have had.

    Raises:
        EngineFailed: the engine failed and may be asked again.
        EngineBusy: the engine has no room; this is not counted as an attempt.
    """
    async with shell.engine.connect() as connection:
        invoice = await invoices.load(connection, invoice_id)
        document = await journal.document(connection, invoice_id)
    if invoice.status is not Status.VALIDATING:
        return invoice
    results = await shell.rules.validate(document.content, on=invoice.received_on)
    if _failed(results) and not await _was_last_attempt(shell, invoice_id):
        raise EngineFailed
    return await _settle(shell, invoice, results)


async def give_up(shell: Shell, invoice_id: UUID) -> Invoice:
    """Hand an invoice to a person that no process lived to judge."""
    async with shell.engine.connect() as connection:
        invoice = await invoices.load(connection, invoice_id)
    return await _settle(shell, invoice, engine_failures.worker_lost())


def _failed(results: LayerResults) -> bool:
    return any(layer.status is LayerStatus.ENGINE_FAILURE for layer in results.layers)


async def _was_last_attempt(shell: Shell, invoice_id: UUID) -> bool:
    async with shell.engine.begin() as tx:
        invoice = await invoices.load(tx, invoice_id, lock=True)
        counted = await invoices.save(tx, replace(invoice, attempts=invoice.attempts + 1))
    return counted.attempts >= ATTEMPTS


async def _settle(shell: Shell, invoice: Invoice, results: LayerResults) -> Invoice:
    form = await enterprise_form(shell, invoice.seller) if results.document else None
    async with shell.engine.begin() as tx:
        current = await invoices.load(tx, invoice.invoice_id, lock=True)
        if current.status is not Status.VALIDATING:
            return current
        return await conclude(tx, shell, current, results, form=form, by=SYSTEM)
