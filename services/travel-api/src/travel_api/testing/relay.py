"""The relay, run until there is nothing left that can be done now."""

from typing import Final

from sqlalchemy import text

from travel_api.use_cases.relaying import make_relay
from travel_api.use_cases.shell import Shell

_ROUNDS: Final = 6


async def relay_until_idle(shell: Shell) -> None:
    """Carry out the outbox a few times over, as if each pause before a new attempt had passed."""
    for _ in range(_ROUNDS):
        async with shell.engine.begin() as tx:
            await tx.execute(text("UPDATE outbox SET due_at = clock_timestamp()"))
        if not await make_relay(shell).run_once():
            return
