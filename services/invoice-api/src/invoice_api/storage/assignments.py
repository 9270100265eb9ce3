"""Rows of the tables `assignment` and `assignment_review`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.assignment import (
    Approval,
    Assignment,
    AssignmentStatus,
    Submission,
)
from invoice_api.storage.tables import assignments, events, reviews
from service_kit.database import append_event
from service_kit.problems import ChangedMeanwhile, NotFound

_SUBMISSION: Final = TypeAdapter(Submission)
_APPROVAL: Final = TypeAdapter(Approval)
_OPEN: Final = [status for status in AssignmentStatus if status is not AssignmentStatus.USED_UP]
_c = assignments.c


@dataclass(frozen=True, slots=True)
class Review:
    """What a case handler said of an assignment."""

    no: int
    kind: str
    content: Mapping[str, Any]
    reviewed_by: str
    reviewed_at: datetime


async def has_open(tx: AsyncConnection, expert: str) -> bool:
    """Tell whether an enterprise has an assignment that awaits an invoice."""
    query = exists().where(_c.expert == expert, _c.status.in_(_OPEN))
    return bool(await tx.scalar(select(query)))


async def add(tx: AsyncConnection, assignment: Assignment) -> Assignment:
    """Store a new assignment."""
    row = _to_row(assignment)
    stored = await tx.execute(insert(assignments).values(row).returning(*assignments.c))
    return _from_row(stored.one())


async def load(tx: AsyncConnection, assignment_id: UUID, *, lock: bool = False) -> Assignment:
    """Return an assignment.

    Raises:
        NotFound: there is none.
    """
    query = select(assignments).where(_c.assignment_id == assignment_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFound
    return _from_row(row)


async def save(tx: AsyncConnection, assignment: Assignment) -> Assignment:
    """Write `assignment` if its version is still the stored one, and raise that version by one.

    Raises:
        ChangedMeanwhile: another version is stored.
    """
    row = (
        await tx.execute(
            update(assignments)
            .where(
                _c.assignment_id == assignment.assignment_id,
                _c.version == assignment.version,
            )
            .values({**_to_row(assignment), "version": assignment.version + 1})
            .returning(*assignments.c)
        )
    ).one_or_none()
    if row is None:
        raise ChangedMeanwhile
    return _from_row(row)


async def of_expert(
    tx: AsyncConnection, expert: str | None, case_number: str | None, *, limit: int
) -> Sequence[Assignment]:
    """Return assignments of one expert, or of all when `expert` is `None`, newest first."""
    query = select(assignments).order_by(_c.submitted_at.desc()).limit(limit)
    if expert is not None:
        query = query.where(_c.expert == expert)
    if case_number is not None:
        query = query.where(_c.case_number == case_number)
    return [_from_row(row) for row in (await tx.execute(query)).all()]


async def add_review(
    tx: AsyncConnection, assignment_id: UUID, kind: str, content: Mapping[str, Any], *, by: str
) -> None:
    """Add what was said of an assignment, and tell the journal that it was."""
    taken = select(func.coalesce(func.max(reviews.c.no), 0)).where(
        reviews.c.assignment_id == assignment_id
    )
    await tx.execute(
        insert(reviews).values(
            assignment_id=assignment_id,
            no=taken.scalar_subquery() + 1,
            kind=kind,
            content=dict(content),
            reviewed_by=by,
        )
    )
    await append_event(tx, events, event_type=f"assignment.{kind}", case_id=assignment_id, actor=by)


async def reviews_of(tx: AsyncConnection, assignment_id: UUID) -> Sequence[Review]:
    """Return what was said of an assignment, oldest first."""
    query = select(reviews).where(reviews.c.assignment_id == assignment_id).order_by(reviews.c.no)
    return [
        Review(row.no, row.kind, row.content, row.reviewed_by, row.reviewed_at)
        for row in (await tx.execute(query)).all()
    ]


def approval_as_json(approval: Approval) -> Mapping[str, Any]:
    """Return an approval as a review keeps it."""
    kept: Mapping[str, Any] = _APPROVAL.dump_python(approval, mode="json")
    return kept


async def latest_approval(tx: AsyncConnection, assignment_id: UUID) -> Approval | None:
    """Return the newest line by line approval of an assignment."""
    found = await tx.scalar(
        select(reviews.c.content)
        .where(reviews.c.assignment_id == assignment_id, reviews.c.kind == "approval")
        .order_by(reviews.c.no.desc())
        .limit(1)
    )
    return None if found is None else _APPROVAL.validate_python(found)


def _to_row(assignment: Assignment) -> Mapping[str, Any]:
    return {
        "assignment_id": assignment.assignment_id,
        "case_number": assignment.submission.case_number,
        "expert": assignment.expert,
        "expert_name": assignment.submission.expert_name,
        "status": assignment.status,
        "submission": _SUBMISSION.dump_python(assignment.submission, mode="json"),
        "submitted_by": assignment.submitted_by,
        "version": assignment.version,
    }


def _from_row(row: Row[Any]) -> Assignment:
    return Assignment(
        assignment_id=row.assignment_id,
        expert=row.expert,
        status=AssignmentStatus(row.status),
        submission=_SUBMISSION.validate_python(row.submission),
        submitted_by=row.submitted_by,
        version=row.version,
    )
