"""Table `person` and its numbers: found by a blind index, kept sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage.tables import person_indexes, person_numbers, persons
from contracts.identity_numbers import NationalIdentityNumber
from service_kit.sealing import BlindIndex, Sealer

_PURPOSE = "national-identity-number"


@dataclass(frozen=True, slots=True)
class Registry:
    """The keys by which people are found and their numbers sealed."""

    index: BlindIndex
    sealer: Sealer

    def indexes(self, number: NationalIdentityNumber) -> Mapping[str, bytes]:
        """Return the blind index of `number` under every live key, by the key's id."""
        every = self.index.all(number.reveal(), _PURPOSE)
        return dict(zip(self.index.ring.keys, every, strict=True))

    def seal(self, number: NationalIdentityNumber, number_id: UUID) -> bytes:
        """Return `number` sealed for its row."""
        return self.sealer.seal(number.reveal().encode(), sealing_context(number_id))

    def open(self, sealed: bytes, number_id: UUID) -> NationalIdentityNumber:
        """Return the number of a row."""
        digits = self.sealer.open(sealed, sealing_context(number_id)).decode()
        return NationalIdentityNumber.parse(digits, allow_synthetic=True)


async def find(
    tx: AsyncConnection, registry: Registry, number: NationalIdentityNumber
) -> UUID | None:
    """Return who has or had `number`, if anybody known here."""
    found: UUID | None = await tx.scalar(
        select(person_indexes.c.person_id)
        .where(person_indexes.c.ix.in_(registry.indexes(number).values()))
        .limit(1)
    )
    return found


async def find_or_add(
    tx: AsyncConnection, registry: Registry, number: NationalIdentityNumber
) -> UUID:
    """Return who has `number`; a person seen for the first time is added.

    Two requests for the same unseen person meet at the index: the second one waits and then finds
    the first one's row.
    """
    known = await find(tx, registry, number)
    if known is not None:
        return known
    person_id = uuid4()
    async with tx.begin_nested() as attempt:
        await tx.execute(insert(persons).values(person_id=person_id))
        added = await add_number(tx, registry, person_id, number)
        if not added:
            await attempt.rollback()
    return person_id if added else await find_or_add(tx, registry, number)


async def add_number(
    tx: AsyncConnection, registry: Registry, person_id: UUID, number: NationalIdentityNumber
) -> bool:
    """Give `person_id` a number and return true; false when somebody has it already.

    It is indexed under every live key, so that processes that differ in which key is the newest
    still meet. The rows go in by one order, so that two writers wait for each other only one way.
    """
    number_id = uuid4()
    await tx.execute(
        insert(person_numbers).values(
            number_id=number_id, person_id=person_id, sealed=registry.seal(number, number_id)
        )
    )
    return await index(tx, registry, person_id, number_id, number)


async def index(
    tx: AsyncConnection,
    registry: Registry,
    person_id: UUID,
    number_id: UUID,
    number: NationalIdentityNumber,
) -> bool:
    """Index a number under every live key; false when one of the indexes is there already."""
    rows = [
        {"ix": ix, "key_id": key_id, "number_id": number_id, "person_id": person_id}
        for key_id, ix in sorted(registry.indexes(number).items(), key=itemgetter(1))
    ]
    added = await tx.execute(
        insert(person_indexes)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["ix"])
        .returning(person_indexes.c.ix)
    )
    return len(added.all()) == len(rows)


async def lock(tx: AsyncConnection, person_id: UUID) -> None:
    """Wait until nobody else changes anything about the person, for the rest of `tx`."""
    await tx.execute(
        select(persons.c.person_id)
        .where(persons.c.person_id == person_id)
        .with_for_update(key_share=True)
    )


async def everybody(tx: AsyncConnection) -> Sequence[UUID]:
    """Return everybody who is known here."""
    return (await tx.execute(select(persons.c.person_id))).scalars().all()


async def numbers(
    tx: AsyncConnection, registry: Registry, person_id: UUID
) -> Sequence[NationalIdentityNumber]:
    """Return every number the person is known to have had, the latest first."""
    c = person_numbers.c
    rows = await tx.execute(
        select(c.sealed, c.number_id)
        .where(c.person_id == person_id)
        .order_by(c.added_at.desc(), c.number_id)
    )
    return [registry.open(row.sealed, row.number_id) for row in rows]


def sealing_context(number_id: UUID) -> bytes:
    """Return what a sealed number is bound to."""
    return f"person_number|{number_id}".encode()
