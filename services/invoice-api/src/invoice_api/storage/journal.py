"""What happened to an invoice: its documents, reports, decisions and events; only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from prometheus_client import Counter
from pydantic import TypeAdapter
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.document import Document
from invoice_api.domain.invoice import Decision, Invoice, KeptReport
from invoice_api.domain.life_cycle import Status, Step
from invoice_api.domain.report import Finding, LayerResult
from invoice_api.domain.triage import Ground, Outcome
from invoice_api.storage.tables import decisions, documents, events, reports
from service_kit.database import append_event
from service_kit.problems import NotFound


@dataclass(frozen=True, slots=True)
class Official:
    """What the official layers answered, before anything of the house was added."""

    layers: tuple[LayerResult, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """The bytes of an invoice as they came."""

    media_type: str
    sha256: bytes
    content: bytes
    transcript: Document | None = None
    """What a clerk read off it, when it came on paper."""


STEPS: Final = Counter("invoice_steps", "Steps of invoices by where they lead", ["step", "status"])
RULES: Final = Counter("invoice_rules", "Rules that steps of invoices rest on", ["rule", "step"])
_OFFICIAL: Final = TypeAdapter(Official)
_TRANSCRIPT: Final[TypeAdapter[Document | None]] = TypeAdapter(Document | None)
_REPORT: Final = TypeAdapter(KeptReport)


async def add_document(tx: AsyncConnection, invoice_id: UUID, document: StoredDocument) -> None:
    """Keep the bytes of an invoice."""
    await tx.execute(
        insert(documents).values(
            invoice_id=invoice_id,
            media_type=document.media_type,
            sha256=document.sha256,
            content=document.content,
            transcript=_TRANSCRIPT.dump_python(document.transcript, mode="json"),
        )
    )


async def document(tx: AsyncConnection, invoice_id: UUID) -> StoredDocument:
    """Return the bytes of an invoice as they came.

    Raises:
        NotFound: there is no such invoice.
    """
    c = documents.c
    row = (
        await tx.execute(
            select(c.media_type, c.sha256, c.content, c.transcript).where(
                c.invoice_id == invoice_id
            )
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return StoredDocument(
        row.media_type, row.sha256, row.content, _TRANSCRIPT.validate_python(row.transcript)
    )


async def add_report(
    tx: AsyncConnection, invoice_id: UUID, official: Official, report: KeptReport
) -> None:
    """Add a report to those of an invoice."""
    await tx.execute(
        insert(reports).values(
            invoice_id=invoice_id,
            no=_next_no(reports, invoice_id),
            official=_OFFICIAL.dump_python(official, mode="json"),
            report=_REPORT.dump_python(report, mode="json"),
        )
    )


async def latest_report(tx: AsyncConnection, invoice_id: UUID) -> KeptReport | None:
    """Return the newest report of an invoice, if there is one."""
    found = await _latest(tx, invoice_id, reports.c.report)
    return None if found is None else _REPORT.validate_python(found)


async def reports_of(
    tx: AsyncConnection, invoice_id: UUID
) -> Sequence[tuple[datetime, KeptReport]]:
    """Return every report of an invoice and when it was made, oldest first."""
    query = select(reports.c.made_at, reports.c.report).where(reports.c.invoice_id == invoice_id)
    rows = (await tx.execute(query.order_by(reports.c.no))).all()
    return [(row.made_at, _REPORT.validate_python(row.report)) for row in rows]


async def latest_official(tx: AsyncConnection, invoice_id: UUID) -> Official | None:
    """Return what the official layers last answered about an invoice."""
    found = await _latest(tx, invoice_id, reports.c.official)
    return None if found is None else _OFFICIAL.validate_python(found)


async def add_decision(
    tx: AsyncConnection,
    invoice: Invoice,
    outcome: Outcome,
    *,
    by: str,
    reason: str | None = None,
) -> None:
    """Add the step that led `invoice` to its status, to its decisions and to the journal."""
    STEPS.labels(outcome.step, invoice.status).inc()
    for rule in set(outcome.rules):
        RULES.labels(rule, outcome.step).inc()
    await tx.execute(
        insert(decisions).values(
            invoice_id=invoice.invoice_id,
            no=_next_no(decisions, invoice.invoice_id),
            step=outcome.step,
            status=invoice.status,
            ground=outcome.ground,
            rules=list(outcome.rules),
            reason=reason,
            decided_by=by,
        )
    )
    await append_event(
        tx,
        events,
        event_type=f"invoice.{outcome.step}",
        case_id=invoice.invoice_id,
        actor=by,
        details={"status": invoice.status, "ground": outcome.ground, "rules": outcome.rules},
    )


async def decisions_of(tx: AsyncConnection, invoice_id: UUID) -> Sequence[Decision]:
    """Return the steps of an invoice, oldest first."""
    query = select(decisions).where(decisions.c.invoice_id == invoice_id).order_by(decisions.c.no)
    return [
        Decision(
            no=row.no,
            step=Step(row.step),
            status=Status(row.status),
            ground=Ground(row.ground),
            rules=tuple(row.rules),
            reason=row.reason,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row in (await tx.execute(query)).all()
    ]


async def now(tx: AsyncConnection) -> datetime:
    """Return the database's clock."""
    instant: datetime = (await tx.execute(select(func.clock_timestamp()))).scalar_one()
    return instant


async def _latest(tx: AsyncConnection, invoice_id: UUID, column: Any) -> Any:
    query = select(column).where(reports.c.invoice_id == invoice_id)
    return await tx.scalar(query.order_by(reports.c.no.desc()).limit(1))


def _next_no(table: Any, invoice_id: UUID) -> Any:
    """Return the next number; whoever adds holds the invoice's row, so no two get the same."""
    taken = select(func.coalesce(func.max(table.c.no), 0)).where(table.c.invoice_id == invoice_id)
    return taken.scalar_subquery() + 1
