"""The table `complaint`. What the claimant wrote is sealed."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service_kit.problems import NotFound
from service_kit.sealing import Sealer
from travel_api.domain.complaints import Complaint, ComplaintStatus
from travel_api.storage.tables import complaints


async def add(
    tx: AsyncConnection, claim_id: UUID, complaint: Complaint, words: str, sealer: Sealer
) -> None:
    """Write a new complaint."""
    await tx.execute(
        insert(complaints).values(
            complaint_id=complaint.complaint_id,
            claim_id=claim_id,
            decision_no=complaint.decision_no,
            received_on=complaint.received_on,
            in_time=complaint.in_time,
            words=sealer.seal(words.encode(), _context(complaint.complaint_id)),
            status=complaint.status,
        )
    )


async def of_claim(
    tx: AsyncConnection, claim_id: UUID, sealer: Sealer
) -> list[tuple[Complaint, str]]:
    """Return every complaint about a claim with its words, oldest first."""
    query = select(complaints).where(complaints.c.claim_id == claim_id)
    rows = await tx.execute(query.order_by(complaints.c.received_at))
    return [
        (_complaint(row), sealer.open(row.words, _context(row.complaint_id)).decode())
        for row in rows
    ]


async def open_one(tx: AsyncConnection, claim_id: UUID) -> Complaint:
    """Return the complaint that waits for an answer.

    Raises:
        NotFound: none does.
    """
    query = select(complaints).where(
        complaints.c.claim_id == claim_id, complaints.c.status == ComplaintStatus.RECEIVED
    )
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return _complaint(row)


async def answer_open(
    tx: AsyncConnection, claim_id: UUID, status: ComplaintStatus, answer: str | None
) -> None:
    """Write what has become of the complaint that waits for an answer, if one does."""
    await tx.execute(
        update(complaints)
        .where(complaints.c.claim_id == claim_id, complaints.c.status == ComplaintStatus.RECEIVED)
        .values(status=status, answer=answer)
    )


def _complaint(row: Row[Any]) -> Complaint:
    return Complaint(
        complaint_id=row.complaint_id,
        decision_no=row.decision_no,
        received_on=row.received_on,
        in_time=row.in_time,
        status=ComplaintStatus(row.status),
        answer=row.answer,
    )


def _context(complaint_id: UUID) -> bytes:
    return f"complaint|{complaint_id}".encode()
