"""Readable papers about invoices: the PDF view, responses to the seller, the income report."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from invoice_api.adapters.papers import Language, typeset
from invoice_api.adapters.response_writer import write_response
from invoice_api.domain.invoice_response import InvoiceResponse, responses
from invoice_api.domain.view import view
from invoice_api.storage import income, journal
from invoice_api.storage.income import Income
from invoice_api.use_cases import read
from invoice_api.use_cases.conclude import read_again
from invoice_api.use_cases.shell import Shell
from service_kit.auth import Principal


async def readable(
    shell: Shell, principal: Principal, invoice_id: UUID, language: Language
) -> bytes:
    """Return an invoice as a readable PDF, with what was found.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    shown = await read.overview(shell, principal, invoice_id)
    async with shell.engine.connect() as connection:
        results = await read_again(connection, invoice_id)
    findings = shown.report.findings if shown.report else ()
    data = view(shown.invoice, results.document if results else None, findings, language)
    return await asyncio.to_thread(typeset, "view", data, language)


async def told(
    shell: Shell, principal: Principal, invoice_id: UUID
) -> Sequence[tuple[InvoiceResponse, str]]:
    """Return what the seller is told of an invoice, each with its message.

    Nothing is told when the document names no seller whom it could be told to.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    shown = await read.overview(shell, principal, invoice_id)
    if shown.invoice.seller is None:
        return []
    async with shell.engine.connect() as connection:
        reports = await journal.reports_of(connection, invoice_id)
    return [
        (response, write_response(shown.invoice, response))
        for response in responses(shown.decisions, reports)
    ]


async def income_of(shell: Shell, year: int) -> Sequence[Income]:
    """Return the fees that were paid in a year."""
    async with shell.engine.connect() as connection:
        return await income.paid_in(connection, year)
