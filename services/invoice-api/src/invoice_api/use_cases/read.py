"""Reads invoices for those who may know of them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from invoice_api.adapters import attachments, xml
from invoice_api.domain.invoice import Decision, Invoice, KeptReport
from invoice_api.domain.life_cycle import Status
from invoice_api.domain.unreadable import Unreadable
from invoice_api.storage import events, invoices, journal, searches
from invoice_api.storage.events import Event
from invoice_api.storage.journal import StoredDocument
from invoice_api.storage.searches import Viewer, Wanted
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.who import DELIVER, SUBMIT, may_read, sees_all
from service_kit.auth import Principal
from service_kit.problems import NotFound


@dataclass(frozen=True, slots=True)
class Overview:
    """An invoice with its newest report and its steps."""

    invoice: Invoice
    report: KeptReport | None
    decisions: Sequence[Decision]


async def overview(shell: Shell, principal: Principal, invoice_id: UUID) -> Overview:
    """Return an invoice and what is known of it.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    shown = await whole(shell, invoice_id)
    if not may_read(principal, shown.invoice):
        raise NotFound
    return shown


async def whole(shell: Shell, invoice_id: UUID) -> Overview:
    """Return an invoice and what is known of it, for whoever has shown to hold its document."""
    async with shell.engine.connect() as connection:
        invoice = await invoices.load(connection, invoice_id)
        report = await journal.latest_report(connection, invoice_id)
        return Overview(invoice, report, await journal.decisions_of(connection, invoice_id))


async def document(shell: Shell, principal: Principal, invoice_id: UUID) -> StoredDocument:
    """Return the bytes of an invoice as they came.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    async with shell.engine.connect() as connection:
        if not may_read(principal, await invoices.load(connection, invoice_id)):
            raise NotFound
        return await journal.document(connection, invoice_id)


async def search(
    shell: Shell,
    principal: Principal,
    wanted: Wanted,
    *,
    limit: int,
    after: tuple[datetime, UUID] | None,
) -> Sequence[Invoice]:
    """Return at most `limit` invoices that the caller may know of, newest first."""
    async with shell.engine.connect() as connection:
        return await searches.search(
            connection, wanted, _viewer(principal), limit=limit, after=after
        )


async def counts(shell: Shell, principal: Principal, wanted: Wanted) -> Mapping[Status, int]:
    """Return how many of the invoices that the caller may know of have each status."""
    async with shell.engine.connect() as connection:
        return await searches.counts(connection, wanted, _viewer(principal))


async def attachment(shell: Shell, principal: Principal, invoice_id: UUID, number: int) -> bytes:
    """Return a file inside an invoice.

    Raises:
        NotFound: the caller may not know of the invoice, or it has no such file.
    """
    stored = await document(shell, principal, invoice_id)
    try:
        content = await asyncio.to_thread(
            lambda: attachments.attachment(xml.read(stored.content), number)
        )
    except (Unreadable, ValueError):
        raise NotFound from None
    if content is None:
        raise NotFound
    return content


async def events_of(shell: Shell, invoice_id: UUID) -> Sequence[Event]:
    """Return everything that was done to an invoice, oldest first.

    Raises:
        NotFound: there is none.
    """
    async with shell.engine.connect() as connection:
        await invoices.load(connection, invoice_id)
        return await events.of_case(connection, invoice_id)


async def journal_after(shell: Shell, event_id: int, *, limit: int) -> Sequence[Event]:
    """Return what was written to the journal after an entry, oldest first."""
    async with shell.engine.connect() as connection:
        return await events.after(connection, event_id, limit=limit)


def _viewer(principal: Principal) -> Viewer:
    organisations = {number for number in (principal.organisation, principal.supplier) if number}
    return Viewer(
        sees_all=sees_all(principal),
        organisations=frozenset(organisations if SUBMIT in principal.scopes else ()),
        delivered_by=principal.subject if DELIVER in principal.scopes else None,
    )
