"""Rows of the tables `attestation` and `attestation_use`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.house.circumstances import Attested
from invoice_api.domain.invoice import in_kroner
from invoice_api.storage.tables import attestation_number, attestations, uses
from service_kit.problems import NotFound


@dataclass(frozen=True, slots=True)
class StoredAttestation:
    """An attestation, its id, and who attested."""

    attestation_id: UUID
    assignment_id: UUID
    expert: str
    attested: Attested
    attested_by: str


_ATTESTED: Final = TypeAdapter(Attested)
_c = attestations.c


async def for_cases(
    tx: AsyncConnection, expert: str, case_numbers: Sequence[str], *, besides: UUID
) -> Sequence[StoredAttestation]:
    """Return an expert's attestations for some cases, those with a rest first.

    Others who ask for the same expert wait until the transaction ends, so that two invoices cannot
    use the same rest.
    """
    await hold(tx, expert)
    query = (
        select(attestations)
        .where(_c.expert == expert, _c.case_number.in_(case_numbers))
        .order_by(_c.attested_at)
    )
    rows = (await tx.execute(query)).all()
    stored = [await _stored(tx, row, besides) for row in rows]
    return sorted(stored, key=lambda row: row.attested.used_kroner >= row.attested.total_kroner)


async def hold(tx: AsyncConnection, expert: str) -> None:
    """Let others wait who add to, or take from, this expert's attestations."""
    key = func.hashtextextended(f"attestations\n{expert}", 0)
    await tx.execute(select(func.pg_advisory_xact_lock(key)))


async def load(tx: AsyncConnection, attestation_id: UUID) -> StoredAttestation:
    """Return an attestation, with what invoices used of it.

    Raises:
        NotFound: there is none.
    """
    query = select(attestations).where(_c.attestation_id == attestation_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return await _stored(tx, row, None)


async def of_assignment(tx: AsyncConnection, assignment_id: UUID) -> StoredAttestation | None:
    """Return the attestation of an assignment, if it has one."""
    query = select(attestations).where(_c.assignment_id == assignment_id)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else await _stored(tx, row, None)


async def next_number(tx: AsyncConnection) -> int:
    """Return a number that no attestation has."""
    return int(await tx.scalar(select(attestation_number.next_value())) or 0)


async def add(tx: AsyncConnection, attestation: StoredAttestation) -> None:
    """Store an attestation."""
    attested = attestation.attested
    await tx.execute(
        insert(attestations).values(
            attestation_id=attestation.attestation_id,
            assignment_id=attestation.assignment_id,
            number=attested.number,
            case_number=attested.case_number,
            expert=attestation.expert,
            attested=_ATTESTED.dump_python(attested, mode="json"),
            attested_by=attestation.attested_by,
        )
    )


async def _stored(tx: AsyncConnection, row: Row[Any], besides: UUID | None) -> StoredAttestation:
    query = select(func.coalesce(func.sum(uses.c.amount), 0))
    query = query.where(uses.c.attestation_id == row.attestation_id)
    if besides is not None:
        query = query.where(uses.c.invoice_id != besides)
    used = in_kroner(int(await tx.scalar(query) or 0))
    return StoredAttestation(
        attestation_id=row.attestation_id,
        assignment_id=row.assignment_id,
        expert=row.expert,
        attested=replace(_ATTESTED.validate_python(row.attested), used_kroner=used),
        attested_by=row.attested_by,
    )


async def use(tx: AsyncConnection, attestation_id: UUID, invoice_id: UUID, amount: int) -> None:
    """Let an invoice take øre of an attestation."""
    await tx.execute(
        insert(uses).values(attestation_id=attestation_id, invoice_id=invoice_id, amount=amount)
    )


async def release(tx: AsyncConnection, invoice_id: UUID) -> None:
    """Give back what an invoice took."""
    await tx.execute(delete(uses).where(uses.c.invoice_id == invoice_id))


async def attesters_of(tx: AsyncConnection, invoice_id: UUID) -> Sequence[str]:
    """Return who attested what an invoice takes from."""
    query = select(_c.attested_by).join(uses, uses.c.attestation_id == _c.attestation_id)
    return (await tx.scalars(query.where(uses.c.invoice_id == invoice_id))).all()


async def used_by(tx: AsyncConnection, invoice_id: UUID) -> Sequence[UUID]:
    """Return the attestations that an invoice takes from."""
    query = select(uses.c.attestation_id).where(uses.c.invoice_id == invoice_id)
    return (await tx.scalars(query)).all()
