"""Receives an invoice: kept in the first transaction, judged as soon as possible."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.adapters.identification import Identification, identify
from invoice_api.adapters.rules.engine import EngineBusy
from invoice_api.domain.invoice import Channel, Invoice
from invoice_api.domain.life_cycle import Status
from invoice_api.storage import invoices
from invoice_api.storage.journal import StoredDocument
from invoice_api.storage.tables import idempotency, outbox
from invoice_api.use_cases.judge import EngineFailed, judge
from invoice_api.use_cases.keep import keep
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.who import may_submit
from service_kit.auth import NotAllowed, Principal
from service_kit.idempotency import Once, remember, replay
from service_kit.outbox import record

_log = logging.getLogger(__name__)

VALIDATE: Final = "invoice.validate"
"""Topic of the work that finds a verdict when the request did not."""

_GRACE: Final = timedelta(seconds=10)
"""How much longer than the request waits the relay leaves a document to it."""

_CREATED: Final = 201


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a submission."""

    invoice: Invoice
    is_new: bool


async def submit(
    shell: Shell, principal: Principal, body: bytes, media_type: str, once: Once
) -> Received:
    """Store a document and find its verdict, if that is quick.

    Raises:
        Unreadable: there is no invoice or credit note in `body`; nothing was stored.
        NotAllowed: the caller does not act for the seller.
        RequestInProgress: a request with the same key is running.
        IdempotencyKeyReused: the key was used with another body.
    """
    identification = await asyncio.to_thread(identify, body)
    if not may_submit(principal, identification.seller):
        raise NotAllowed("An invoice is sent by its seller, or by who acts for the seller.")
    document = StoredDocument(media_type, hashlib.sha256(body).digest(), body)
    async with shell.engine.begin() as tx:
        received = await _receive(tx, shell, principal, identification, document, once)
    if received.invoice.status is not Status.VALIDATING:
        return received
    judged = await _judged_in_time(shell, received.invoice)
    return Received(judged, received.is_new)


async def _receive(
    tx: AsyncConnection,
    shell: Shell,
    principal: Principal,
    identification: Identification,
    document: StoredDocument,
    once: Once,
) -> Received:
    earlier = await replay(tx, idempotency, once)
    if earlier is not None:
        first = await invoices.load(tx, earlier.resource_id)
        return Received(first, is_new=earlier.status == _CREATED)
    await invoices.hold_document(tx, identification.sha256)
    same = await invoices.same_document(tx, identification.sha256)
    invoice = same or await _keep(tx, shell, principal, identification, document)
    await remember(
        tx,
        idempotency,
        once,
        status=200 if same else _CREATED,
        location=f"/v1/invoices/{invoice.invoice_id}",
        resource_id=invoice.invoice_id,
    )
    return Received(invoice, is_new=same is None)


async def _keep(
    tx: AsyncConnection,
    shell: Shell,
    principal: Principal,
    identification: Identification,
    document: StoredDocument,
) -> Invoice:
    invoice = await keep(tx, principal, identification, document, Channel.EHF)
    await record(
        tx,
        outbox,
        topic=VALIDATE,
        key=f"{VALIDATE}:{invoice.invoice_id}",
        payload={"invoice_id": str(invoice.invoice_id)},
        due_in=timedelta(seconds=shell.settings.verdict_wait_s) + _GRACE,
    )
    return invoice


async def _judged_in_time(shell: Shell, invoice: Invoice) -> Invoice:
    """Return the invoice with its verdict, or as it is when the verdict takes longer."""
    judging = shell.start(_judge_once(shell, invoice.invoice_id))
    done, _ = await asyncio.wait({judging}, timeout=shell.settings.verdict_wait_s)
    return (judging.result() if done else None) or invoice


async def _judge_once(shell: Shell, invoice_id: UUID) -> Invoice | None:
    """Judge now. Whatever goes wrong, the document is stored and the relay tries again."""
    try:
        return await judge(shell, invoice_id)
    except (EngineBusy, EngineFailed) as error:
        _log.info("Left to the relay", extra={"error": type(error).__name__})
    except Exception:  # noqa: BLE001 - whatever failed, the document is kept
        _log.exception("A verdict could not be found; the relay tries again")
    return None
