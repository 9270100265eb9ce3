"""The tables `assessment` and `ruleset`: what was assessed, by which rules, and the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from travel_api.domain.assessment import Assessment
from travel_api.domain.facts import Facts
from travel_api.storage import forms
from travel_api.storage.tables import assessments, decisions, rulesets


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRecord:
    """One row of a claim's history of assessments."""

    claim_id: UUID
    no: int
    cause: str
    ruleset_version: str
    engine_version: str
    assessed_at: datetime
    facts: Facts
    assessment: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a decision rests on, in the form it was stored in."""

    number: str
    ruleset_version: str
    engine_version: str
    mode: str
    facts: str
    readings: Mapping[str, str]
    result: str


async def keep_ruleset(tx: AsyncConnection, version: str, documents: Mapping[str, str]) -> None:
    """Keep the files of a ruleset, once, so that its assessments can be run again."""
    known = await tx.execute(select(rulesets.c.version).where(rulesets.c.version == version))
    if known.one_or_none() is None:
        row = insert(rulesets).values(version=version, documents=dict(documents))
        await tx.execute(row.on_conflict_do_nothing())


async def ruleset(tx: AsyncConnection, version: str) -> Mapping[str, str]:
    """Return the files of a ruleset that was kept."""
    query = select(rulesets.c.documents).where(rulesets.c.version == version)
    documents: Mapping[str, str] = (await tx.execute(query)).scalar_one()
    return documents


async def decided_after(tx: AsyncConnection, number: str, limit: int) -> list[Decided]:
    """Return what the decisions after `number` rest on, in the order of their numbers."""
    c = assessments.c
    rests_on = and_(c.claim_id == decisions.c.claim_id, c.no == decisions.c.assessment_no)
    query = (
        select(
            decisions.c.number,
            c.ruleset_version,
            c.engine_version,
            c.mode,
            c.facts,
            c.readings,
            c.result,
        )
        .join_from(decisions, assessments, rests_on)
        .where(decisions.c.number > number)
        .order_by(decisions.c.number)
        .limit(limit)
    )
    return [Decided(**row) for row in (await tx.execute(query)).mappings()]


async def append(  # noqa: PLR0913 - the row's columns, all named at the call
    tx: AsyncConnection,
    claim_id: UUID,
    *,
    cause: str,
    ruleset_version: str,
    engine_version: str,
    facts: Facts,
    readings: Mapping[str, str],
    assessment: Assessment,
) -> int:
    """Write the next assessment of a locked claim and return its number."""
    latest = select(func.coalesce(func.max(assessments.c.no), 0))
    no: int = (await tx.execute(latest.where(assessments.c.claim_id == claim_id))).scalar_one() + 1
    await tx.execute(
        insert(assessments).values(
            claim_id=claim_id,
            no=no,
            cause=cause,
            ruleset_version=ruleset_version,
            engine_version=engine_version,
            readings=dict(readings),
            **found(facts, assessment),
        )
    )
    return no


def found(facts: Facts, assessment: Assessment) -> dict[str, Any]:
    """Return the columns of an assessment that say what was assessed and what came of it."""
    return {
        "mode": assessment.mode,
        "outcome": assessment.outcome,
        "payable": assessment.payable,
        "facts": forms.facts_text(facts),
        "result": forms.assessment_text(assessment),
    }


async def newest(tx: AsyncConnection, claim_id: UUID) -> AssessmentRecord | None:
    """Return the latest assessment of a claim, if it has been assessed."""
    query = select(assessments).where(assessments.c.claim_id == claim_id)
    row = (await tx.execute(query.order_by(assessments.c.no.desc()).limit(1))).one_or_none()
    return None if row is None else _record(row)


async def history(tx: AsyncConnection, claim_id: UUID) -> list[AssessmentRecord]:
    """Return every assessment of a claim, oldest first."""
    query = select(assessments).where(assessments.c.claim_id == claim_id)
    return [_record(row) for row in await tx.execute(query.order_by(assessments.c.no))]


async def one(tx: AsyncConnection, claim_id: UUID, no: int) -> AssessmentRecord:
    """Return one assessment that a decision rests on."""
    query = select(assessments).where(assessments.c.claim_id == claim_id, assessments.c.no == no)
    return _record((await tx.execute(query)).one())


def _record(row: Row[Any]) -> AssessmentRecord:
    return AssessmentRecord(
        claim_id=row.claim_id,
        no=row.no,
        cause=row.cause,
        ruleset_version=row.ruleset_version,
        engine_version=row.engine_version,
        assessed_at=row.assessed_at,
        facts=forms.facts_from_text(row.facts),
        assessment=forms.assessment_from_text(row.result),
    )
