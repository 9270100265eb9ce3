"""A person's numbers: a block follows the person, not the number."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage import people
from access_api.use_cases.shell import Shell
from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber


async def learn(tx: AsyncConnection, shell: Shell, person_id: UUID, numbers: Iterable[str]) -> None:
    """Add the numbers that the register says the person has or had, so that each finds them."""
    for text in numbers:
        number = _parsed(text, allow_synthetic=shell.settings.allow_synthetic)
        if number is not None and await people.find(tx, shell.registry, number) is None:
            await people.add_number(tx, shell.registry, person_id, number)


def _parsed(text: str, *, allow_synthetic: bool) -> NationalIdentityNumber | None:
    try:
        return NationalIdentityNumber.parse(text, allow_synthetic=allow_synthetic)
    except NotAnIdentityNumber:
        return None
