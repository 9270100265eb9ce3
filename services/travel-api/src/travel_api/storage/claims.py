"""The table `claim`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.identity_numbers import NationalIdentityNumber
from service_kit.problems import NotFound
from travel_api.domain.answers import Answers
from travel_api.domain.claims import Channel, Claim, ClaimStatus
from travel_api.domain.facts import Facts
from travel_api.storage import forms
from travel_api.storage.identities import Identities
from travel_api.storage.tables import claim_number, claims


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """A claim with all that is known of it, and by what its people are found."""

    claim: Claim
    facts: Facts
    answers: Answers
    claimant_index: bytes
    patient_index: bytes
    submitted_by: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Whose claim it is, and whose treatment."""

    claimant: NationalIdentityNumber
    patient: NationalIdentityNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexes:
    """Everything that claims of these people may be found by."""

    claimant: Sequence[bytes]
    patient: Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which claims a search is for; what is None is not asked about."""

    claimant: Sequence[bytes] | None = None
    patient: Sequence[bytes] | None = None
    submitted_by: str | None = None
    statuses: frozenset[ClaimStatus] | None = None
    number: str | None = None


async def next_number(tx: AsyncConnection, received_on: date) -> str:
    """Return a case number that nobody has had."""
    serial: int = (await tx.execute(claim_number.next_value().select())).scalar_one()
    return f"PR-{received_on.year}-{serial:06d}"


async def add(
    tx: AsyncConnection,
    claim: Claim,
    facts: Facts,
    people: People,
    identities: Identities,
    submitted_by: str,
) -> None:
    """Write a new claim."""
    told = told_as(claim, facts, Answers())
    await tx.execute(
        insert(claims).values(
            **told, **whose(claim.claim_id, people, identities), submitted_by=submitted_by
        )
    )


def told_as(claim: Claim, facts: Facts, answers: Answers) -> dict[str, Any]:
    """Return the columns of a claim that say how it stands and what it is about."""
    return {
        "claim_id": claim.claim_id,
        "number": claim.number,
        "status": claim.status,
        "channel": claim.channel,
        "facts": forms.facts_json(facts),
        "travel_days": _travel_days(facts),
        "answers": forms.answers_json(answers),
        "received_on": claim.received_on,
        "version": claim.version,
    }


def whose(claim_id: UUID, people: People, identities: Identities) -> dict[str, bytes]:
    """Return the columns of a claim that keep whose it is: sealed, and found by an index."""
    return {
        "claimant_index": identities.indexed(people.claimant),
        "claimant_sealed": identities.seal(people.claimant, claim_id, "claimant"),
        "patient_index": identities.indexed(people.patient),
        "patient_sealed": identities.seal(people.patient, claim_id, "patient"),
    }


async def load(tx: AsyncConnection, claim_id: UUID, *, lock: bool = False) -> ClaimFile:
    """Return the claim, locked until the transaction ends when it is to be changed.

    Raises:
        NotFound: there is no such claim.
    """
    query = select(claims).where(claims.c.claim_id == claim_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFound
    return _file(row)


async def people_of(tx: AsyncConnection, claim_id: UUID, identities: Identities) -> People:
    """Return the numbers of a claim, opened: only for asking the registers and for paying."""
    c = claims.c
    query = select(c.claimant_sealed, c.patient_sealed).where(c.claim_id == claim_id)
    row = (await tx.execute(query)).one()
    return People(
        claimant=identities.open(row.claimant_sealed, claim_id, "claimant"),
        patient=identities.open(row.patient_sealed, claim_id, "patient"),
    )


async def save(tx: AsyncConnection, file: ClaimFile) -> None:
    """Write what may change of a locked claim, and raise its version by one."""
    await tx.execute(
        update(claims)
        .where(claims.c.claim_id == file.claim.claim_id)
        .values(
            status=file.claim.status,
            facts=forms.facts_json(file.facts),
            travel_days=_travel_days(file.facts),
            answers=forms.answers_json(file.answers),
            version=claims.c.version + 1,
        )
    )


async def overlaps(tx: AsyncConnection, file: ClaimFile, people: Indexes) -> bool:
    """Tell whether the claimant has another claim about the same patient's travel on a same day."""
    c = claims.c
    query = select(
        exists().where(
            c.claimant_index.in_(people.claimant),
            c.patient_index.in_(people.patient),
            c.claim_id != file.claim.claim_id,
            c.status != ClaimStatus.WITHDRAWN,
            c.travel_days.overlap(_travel_days(file.facts)),
        )
    )
    return bool((await tx.execute(query)).scalar_one())


async def search(
    tx: AsyncConnection, wanted: Wanted, *, limit: int, after: tuple[datetime, UUID] | None
) -> list[ClaimFile]:
    """Return at most `limit` claims, newest first, that come after `after` in that order."""
    query = _filtered(select(claims), wanted)
    if after is not None:
        query = query.where(tuple_(claims.c.received_at, claims.c.claim_id) < after)
    ordered = query.order_by(claims.c.received_at.desc(), claims.c.claim_id.desc()).limit(limit)
    return [_file(row) for row in await tx.execute(ordered)]


def _filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    c = claims.c
    conditions = [
        c.claimant_index.in_(wanted.claimant) if wanted.claimant is not None else None,
        c.patient_index.in_(wanted.patient) if wanted.patient is not None else None,
        c.submitted_by == wanted.submitted_by if wanted.submitted_by is not None else None,
        c.status.in_(wanted.statuses) if wanted.statuses is not None else None,
        c.number == wanted.number if wanted.number is not None else None,
    ]
    return query.where(*(condition for condition in conditions if condition is not None))


def _travel_days(facts: Facts) -> list[date]:
    return sorted({journey.completed_on for journey in facts.journeys})


def _file(row: Row[Any]) -> ClaimFile:
    claim = Claim(
        claim_id=row.claim_id,
        number=row.number,
        status=ClaimStatus(row.status),
        channel=Channel(row.channel),
        received_on=row.received_on,
        version=row.version,
    )
    return ClaimFile(
        claim=claim,
        facts=forms.read_facts(row.facts),
        answers=forms.read_answers(row.answers),
        claimant_index=row.claimant_index,
        patient_index=row.patient_index,
        submitted_by=row.submitted_by,
        received_at=row.received_at,
    )
