"""Login systems follow the set of blocks: by asking for its changes, and by webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.adapters.webhooks import subjects
from access_api.domain.refusals import NotAReceiver
from access_api.settings import Receiver
from access_api.storage import blocks, people
from access_api.storage.blocks import Change
from access_api.use_cases.shell import Shell
from contracts.events.access import BlockChanged, BlockEventType
from service_kit.outbox import GiveUp, Job


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes in the order of their versions, and the version of the whole set now."""

    items: Sequence[BlockChanged]
    version: int


async def changes_after(shell: Shell, client_id: str, after: int, limit: int) -> Changes:
    """Return what has changed since version `after`, in the words of this receiver alone.

    Raises:
        NotAReceiver: the client is not set up as one.
    """
    receiver = _receiver(shell, client_id)
    if receiver is None:
        raise NotAReceiver
    async with shell.engine.connect() as tx:
        version = await blocks.version(tx)
        found = await blocks.changes(tx, after, limit)
        items = [await _told(tx, shell, receiver, change) for change in found]
    return Changes(items, version)


async def announce(shell: Shell, job: Job) -> None:
    """Tell one receiver of one change.

    Raises:
        GiveUp: the receiver or the change is gone.
        OutsideFailure: the receiver did not take it; to be tried again.
    """
    receiver = _receiver(shell, job.payload["client_id"])
    async with shell.engine.connect() as tx:
        change = await blocks.change(tx, job.payload["version"])
        if receiver is None or receiver.url is None or change is None:
            raise GiveUp
        data = await _told(tx, shell, receiver, change)
    if not data.subjects:
        return  # the person is told of under the row that theirs was merged into
    event_type: BlockEventType = "access.blocked.v1" if change.blocked else "access.reopened.v1"
    await shell.webhooks.send(receiver, event_type, f"block-change-{change.version}", data)


def _receiver(shell: Shell, client_id: str) -> Receiver | None:
    return next((r for r in shell.settings.receivers if r.client_id == client_id), None)


async def _told(
    tx: AsyncConnection, shell: Shell, receiver: Receiver, change: Change
) -> BlockChanged:
    numbers = await people.numbers(tx, shell.registry, change.person_id)
    return BlockChanged(
        subjects=subjects(receiver, numbers),
        blocked=change.blocked,
        since=change.at,
        version=change.version,
    )
