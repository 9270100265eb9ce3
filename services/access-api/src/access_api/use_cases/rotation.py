"""Keys are changed while the service runs.

A new key is first added behind the newest one everywhere, then moved to the front. From then on new
rows use it and this chore moves the old ones over; when it finds no more, the old key can go.
Letters and uploads are not moved: they live for weeks, and an old sealing key is kept that long.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage import rotation
from access_api.use_cases.shell import Shell

_AT_ONCE: Final = 1000


async def rotate(shell: Shell, tx: AsyncConnection) -> None:
    """Move a batch of rows over to the newest keys."""
    indexed = await rotation.index_anew(tx, shell.registry, _AT_ONCE)
    await rotation.seal_anew(tx, shell.sealer, _AT_ONCE)
    if indexed < _AT_ONCE:
        await rotation.drop_indexes_of_other_keys(tx, shell.registry.index.ring.keys)
