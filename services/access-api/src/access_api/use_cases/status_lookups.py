"""Is this person's access blocked? Whoever is unknown gets the same answer from the same work."""

from collections.abc import Sequence

from access_api.storage.lookups import AccessStatus
from access_api.use_cases.shell import Shell
from contracts.identity_numbers import NationalIdentityNumber


async def look_up(shell: Shell, number: NationalIdentityNumber) -> AccessStatus:
    """Return whether the access of whoever has `number` is blocked."""
    return await shell.lookups.one(list(shell.registry.indexes(number).values()))


async def look_up_many(
    shell: Shell, numbers: Sequence[NationalIdentityNumber]
) -> Sequence[AccessStatus]:
    """Return the same for each of `numbers`, in their order, all of one version."""
    return await shell.lookups.many([list(shell.registry.indexes(n).values()) for n in numbers])
