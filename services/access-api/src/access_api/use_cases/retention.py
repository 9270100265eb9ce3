"""What is deleted when its time is over, without anybody asking."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.limits import PERSON
from access_api.storage import journal, retention
from access_api.storage.tables import idempotency, uploads
from access_api.use_cases.shell import Shell
from service_kit.idempotency import sweep as sweep_keys
from service_kit.uploads import erase
from service_kit.uploads import sweep as sweep_uploads

FORGOTTEN: Final = "request.forgotten"
_GUESSES_KEPT: Final = PERSON.window + timedelta(days=1)

Chore = Callable[[AsyncConnection], Awaitable[None]]


def chores(shell: Shell) -> tuple[Chore, ...]:
    """Return what the relay does each hour."""
    return (
        partial(_forget_ended_cases, timedelta(days=shell.settings.identification_days)),
        partial(retention.forget_guesses, kept=_GUESSES_KEPT),
        partial(sweep_uploads, uploads=uploads),
        partial(sweep_keys, table=idempotency),
    )


async def _forget_ended_cases(kept: timedelta, tx: AsyncConnection) -> None:
    """Delete form and copy of identification of cases that ended longer than `kept` ago.

    What kind of identification was shown, until when it was valid and what was decided stay.
    """
    for case_id in await retention.forget_forms(tx, kept):
        await erase(tx, uploads, case_id)
        await journal.write(tx, FORGOTTEN, case_id, journal.SYSTEM)
