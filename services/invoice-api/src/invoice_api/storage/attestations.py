"""Rows of the tables `attestation` and `attestation_use`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.house.circumstances import Attested
from invoice_api.domain.invoice import in_kroner
from invoice_api.storage.tables import attestations, uses


@dataclass(frozen=True, slots=True)
class StoredAttestation:
    """An attestation, its id, and who attested."""

    attestation_id: UUID
    attested: Attested
    attested_by: str


_ATTESTED: Final = TypeAdapter(Attested)
_c = attestations.c


async def for_cases(
    tx: AsyncConnection, expert: str, case_numbers: Sequence[str], *, besides: UUID
) -> Sequence[StoredAttestation]:
    """Return an expert's attestations for some cases, with what other invoices used of them.

    Others who ask for the same expert wait until the transaction ends, so that two invoices cannot
    use the same rest.
    """
    key = func.hashtextextended(f"attestations\n{expert}", 0)
    await tx.execute(select(func.pg_advisory_xact_lock(key)))
    query = (
        select(_c.attestation_id, _c.attested, _c.attested_by)
        .where(_c.expert == expert, _c.case_number.in_(case_numbers))
        .order_by(_c.attestation_id)
    )
    return [
        StoredAttestation(
            row.attestation_id,
            await _with_use(
                tx, row.attestation_id, _ATTESTED.validate_python(row.attested), besides
            ),
            row.attested_by,
        )
        for row in (await tx.execute(query)).all()
    ]


async def _with_use(
    tx: AsyncConnection, attestation_id: UUID, attested: Attested, besides: UUID
) -> Attested:
    used = await tx.scalar(
        select(func.coalesce(func.sum(uses.c.amount), 0)).where(
            uses.c.attestation_id == attestation_id, uses.c.invoice_id != besides
        )
    )
    return replace(attested, used_kroner=in_kroner(int(used or 0)))


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
