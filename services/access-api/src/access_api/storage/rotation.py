"""Rows that were written under keys which are no longer the newest."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Column, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage import people
from access_api.storage.cases import sealing_context as context_of_case
from access_api.storage.people import Registry
from access_api.storage.people import sealing_context as context_of_number
from access_api.storage.tables import cases, person_indexes, person_numbers
from service_kit.sealing import Sealer


async def index_anew(tx: AsyncConnection, registry: Registry, limit: int) -> int:
    """Index numbers that the newest key does not find, and return how many there were."""
    numbers = person_numbers.c
    newest = exists().where(
        person_indexes.c.number_id == numbers.number_id,
        person_indexes.c.key_id == registry.index.ring.newest_id,
    )
    rows = await tx.execute(
        select(numbers.number_id, numbers.person_id, numbers.sealed)
        .where(~newest)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = rows.all()
    for row in found:
        number = registry.open(row.sealed, row.number_id)
        await people.index(tx, registry, row.person_id, row.number_id, number)
    return len(found)


async def drop_indexes_of_other_keys(tx: AsyncConnection, live: Collection[str]) -> None:
    """Delete indexes under keys that are retired: nothing looks for them any more."""
    await tx.execute(delete(person_indexes).where(person_indexes.c.key_id.not_in(live)))


async def seal_anew(tx: AsyncConnection, sealer: Sealer, limit: int) -> int:
    """Seal numbers and forms again under the newest key, and return how many there were."""
    old_numbers = await _sealed_otherwise(
        tx, sealer, person_numbers.c.number_id, person_numbers.c.sealed, limit
    )
    for number_id, sealed in old_numbers:
        context = context_of_number(number_id)
        await tx.execute(
            update(person_numbers)
            .where(person_numbers.c.number_id == number_id)
            .values(sealed=sealer.seal(sealer.open(sealed, context), context))
        )
    old_forms = await _sealed_otherwise(tx, sealer, cases.c.case_id, cases.c.sealed_form, limit)
    for case_id, sealed in old_forms:
        context = context_of_case(case_id)
        await tx.execute(
            update(cases)
            .where(cases.c.case_id == case_id)
            .values(sealed_form=sealer.seal(sealer.open(sealed, context), context))
        )
    return len(old_numbers) + len(old_forms)


async def _sealed_otherwise(
    tx: AsyncConnection, sealer: Sealer, key: Column[UUID], sealed: Column[bytes], limit: int
) -> Sequence[tuple[UUID, bytes]]:
    """Return rows whose sealed bytes do not begin with the name of the newest key."""
    name = sealer.ring.newest_id.encode()
    prefix = bytes([len(name)]) + name
    rows = await tx.execute(
        select(key, sealed)
        .where(sealed.is_not(None), func.substring(sealed, 1, len(prefix)) != prefix)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(row[0], row[1]) for row in rows]
