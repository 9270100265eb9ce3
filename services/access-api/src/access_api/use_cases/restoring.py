"""After a restore from backup, before anything is served.

Codes that the backup knows as live may have been used, replaced or returned since: all are revoked.
Blocks made since the backup are taken from a login system's replica, which knows people only by its
own HMACs. The version of the set of blocks goes on from above what any replica has seen.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.adapters.webhooks import subjects
from access_api.domain.codes import CodeStatus
from access_api.domain.refusals import NotAReceiver
from access_api.settings import Receiver
from access_api.storage import blocks, clock, codes, journal, letters, people
from access_api.use_cases import work
from access_api.use_cases.shell import Shell

_NO_CASE: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Replica:
    """The blocked set as a login system has it: one HMAC for each number of each blocked person."""

    client_id: str
    version: int
    blocked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        codes_revoked: live codes that are now dead; their people need new letters.
        blocked_again: people whose block the backup did not have.
        unknown: HMACs of the replica that nobody in the backup answers to. Their forms came in
            after the backup and must be registered again.
        version: version of the set of blocks from here on.
    """

    codes_revoked: int
    blocked_again: int
    unknown: int
    version: int


async def after_restore(shell: Shell, replica: Replica) -> Restored:
    """Make a restored database safe to serve from.

    Nobody is reopened: who the backup knows as blocked stays blocked until a call reopens them.

    Raises:
        NotAReceiver: no receiver of this client id is set up, so its HMACs cannot be compared.
    """
    receiver = next((r for r in shell.settings.receivers if r.client_id == replica.client_id), None)
    if receiver is None:
        raise NotAReceiver
    async with shell.engine.begin() as tx:
        revoked = await codes.end_all_live(tx, CodeStatus.REVOKED)
        for code_id in revoked:
            await letters.cancel_of_code(tx, code_id)
        await blocks.go_on_above(tx, replica.version)
        again, unknown = await _block_again(tx, shell, receiver, replica.blocked)
        version = await blocks.version(tx)
        await journal.write(
            tx,
            "service.restored",
            _NO_CASE,
            journal.SYSTEM,
            codes_revoked=len(revoked),
            blocked_again=again,
            version=version,
        )
    return Restored(len(revoked), again, unknown, version)


async def _block_again(
    tx: AsyncConnection, shell: Shell, receiver: Receiver, blocked: Collection[str]
) -> tuple[int, int]:
    """Block whoever the replica knows as blocked; return how many, and how many are unknown."""
    now, again = await clock.now(tx), 0
    known: set[str] = set()
    for person_id in await people.everybody(tx):
        names = set(subjects(receiver, await people.numbers(tx, shell.registry, person_id)))
        known |= names
        if names.isdisjoint(blocked):
            continue
        change = await blocks.block(tx, person_id, now)
        if change is not None:
            again += 1
            await work.announce(tx, shell, change)
    return again, len(set(blocked) - known)
