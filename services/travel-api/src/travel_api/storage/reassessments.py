"""The tables `reassessment` and `reassessment_change`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Ore
from service_kit.problems import NotFound
from travel_api.domain.assessment import Outcome
from travel_api.domain.whatif import ENDED, Compared, RunStatus, Tally
from travel_api.storage.tables import assessments, claims, reassessment_changes, reassessments

Figures = Sequence[Mapping[str, str]]
"""Rows laid over the rules: `id`, `from`, `value` each, as they were asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which claims are compared: those received in a period, both days included."""

    received_from: date | None
    received_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One comparison and how far it has come."""

    reassessment_id: UUID
    status: RunStatus
    figures: Figures
    scope: Scope
    total: int
    tally: Tally
    position: UUID | None
    requested_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """The newest assessment of one claim, still in its stored form."""

    claim_id: UUID
    facts: str
    readings: Mapping[str, str]
    payable: Ore
    outcome: Outcome


async def add(
    tx: AsyncConnection, reassessment_id: UUID, figures: Figures, scope: Scope, requested_by: str
) -> None:
    """Write a new comparison over everything in its scope."""
    tally = Tally()
    await tx.execute(
        insert(reassessments).values(
            reassessment_id=reassessment_id,
            status=RunStatus.QUEUED,
            figures=[dict(figure) for figure in figures],
            received_from=scope.received_from,
            received_to=scope.received_to,
            total=_counted(scope).scalar_subquery(),
            **_sums(tally),
            requested_by=requested_by,
        )
    )


async def load(tx: AsyncConnection, reassessment_id: UUID, *, lock: bool = False) -> Run:
    """Return one comparison.

    Raises:
        NotFound: there is no such comparison.
    """
    query = select(reassessments).where(reassessments.c.reassessment_id == reassessment_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFound
    return _run(row)


async def save(
    tx: AsyncConnection, run: Run, status: RunStatus, tally: Tally, position: UUID | None
) -> None:
    """Write how far a comparison has come."""
    await tx.execute(
        update(reassessments)
        .where(reassessments.c.reassessment_id == run.reassessment_id)
        .values(
            status=status,
            position=position,
            ended_at=func.clock_timestamp() if status in ENDED else None,
            **_sums(tally),
        )
    )


async def next_assessed(tx: AsyncConnection, run: Run, limit: int) -> list[Assessed]:
    """Return the next claims of a comparison, by claim id, as they stood when it was asked for.

    Each newest assessment is looked up by itself: joined and sorted, all would be read each time.
    """
    c = assessments.c
    newest = (
        select(c.facts, c.readings, c.payable, c.outcome)
        .where(c.claim_id == claims.c.claim_id, c.assessed_at <= run.requested_at)
        .order_by(c.no.desc())
        .limit(1)
        .lateral("newest")
    )
    query = select(claims.c.claim_id, newest).join(newest, true()).where(*_within(run.scope))
    if run.position is not None:
        query = query.where(claims.c.claim_id > run.position)
    return [
        Assessed(row.claim_id, row.facts, row.readings, Ore(row.payable), Outcome(row.outcome))
        for row in await tx.execute(query.order_by(claims.c.claim_id).limit(limit))
    ]


async def add_changes(
    tx: AsyncConnection, reassessment_id: UUID, compared: Iterable[Compared]
) -> None:
    """Write the claims that came out otherwise."""
    rows = [
        {
            "reassessment_id": reassessment_id,
            "claim_id": one.claim_id,
            "before": one.before,
            "after": one.after,
            "outcome_before": one.outcome_before,
            "outcome_after": one.outcome_after,
        }
        for one in compared
        if one.changed
    ]
    if rows:
        await tx.execute(insert(reassessment_changes), rows)


async def changes(
    tx: AsyncConnection, reassessment_id: UUID, *, after: UUID | None, limit: int
) -> list[Compared]:
    """Return claims that came out otherwise, by claim id."""
    c = reassessment_changes.c
    query = select(reassessment_changes).where(c.reassessment_id == reassessment_id)
    if after is not None:
        query = query.where(c.claim_id > after)
    return [
        Compared(
            row.claim_id,
            Ore(row.before),
            Ore(row.after),
            Outcome(row.outcome_before),
            Outcome(row.outcome_after),
        )
        for row in await tx.execute(query.order_by(c.claim_id).limit(limit))
    ]


def _counted(scope: Scope) -> Select[Any]:
    assessed = exists().where(assessments.c.claim_id == claims.c.claim_id)
    return select(func.count()).select_from(claims).where(assessed, *_within(scope))


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    day = claims.c.received_on
    bounds = []
    if scope.received_from is not None:
        bounds.append(day >= scope.received_from)
    if scope.received_to is not None:
        bounds.append(day <= scope.received_to)
    return bounds


def _sums(tally: Tally) -> dict[str, Any]:
    return {
        "done": tally.done,
        "changed": tally.changed,
        "before": tally.before,
        "after": tally.after,
        "histogram": list(tally.histogram),
    }


def _run(row: Row[Any]) -> Run:
    return Run(
        reassessment_id=row.reassessment_id,
        status=RunStatus(row.status),
        figures=row.figures,
        scope=Scope(received_from=row.received_from, received_to=row.received_to),
        total=row.total,
        tally=Tally(row.done, row.changed, row.before, row.after, tuple(row.histogram)),
        position=row.position,
        requested_at=row.requested_at,
        ended_at=row.ended_at,
    )
