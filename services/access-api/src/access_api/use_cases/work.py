"""Work that leaves a transaction: its topics and their payloads, ids only."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.codes import DAYS_TO_BE_PRINTED, DAYS_UNTIL_LAPSE
from access_api.domain.deadlines import NoticeDue
from access_api.domain.local_time import start_of
from access_api.storage.blocks import Change
from access_api.storage.tables import outbox
from access_api.use_cases.shell import Shell
from service_kit.outbox import record

REGISTER_CHECK: Final = "access.register-check"
LETTER: Final = "access.letter"
LETTER_OVERDUE: Final = "access.letter-overdue"
CODE_EXPIRY: Final = "access.code-expiry"
LAPSE: Final = "access.lapse"
DEADLINE: Final = "access.deadline"
BLOCK_CHANGED: Final = "access.block-changed"
FOLLOW: Final = "access.follow"

_AT_ONCE: Final = timedelta(0)
_A_DAY: Final = timedelta(days=1)


async def check_register(
    tx: AsyncConnection, case_id: UUID, turn: int = 0, due_in: timedelta = _AT_ONCE
) -> None:
    """Have the population register asked about the case's person."""
    key = f"register-check:{case_id}:{turn}"
    payload = {"case_id": str(case_id), "turn": turn}
    await record(tx, outbox, topic=REGISTER_CHECK, key=key, payload=payload, due_in=due_in)


async def send_letter(
    tx: AsyncConnection, letter_id: UUID, turn: int = 0, due_in: timedelta = _AT_ONCE
) -> None:
    """Have the letter sent."""
    payload = {"letter_id": str(letter_id), "turn": turn}
    key = f"letter:{letter_id}:{turn}"
    await record(tx, outbox, topic=LETTER, key=key, payload=payload, due_in=due_in)


async def watch_code_letter(tx: AsyncConnection, letter_id: UUID) -> None:
    """Have the letter looked at again when the printer should have accepted it."""
    await record(
        tx,
        outbox,
        topic=LETTER_OVERDUE,
        key=f"letter-overdue:{letter_id}",
        payload={"letter_id": str(letter_id)},
        due_in=timedelta(days=DAYS_TO_BE_PRINTED),
    )


async def watch_code(tx: AsyncConnection, code_id: UUID, lives: timedelta) -> None:
    """Have the code tidied when it expires, and its case lapse when nobody pursues it."""
    payload = {"code_id": str(code_id)}
    await record(
        tx, outbox, topic=CODE_EXPIRY, key=f"code-expiry:{code_id}", payload=payload, due_in=lives
    )
    quiet = lives + timedelta(days=DAYS_UNTIL_LAPSE)
    await record(tx, outbox, topic=LAPSE, key=f"lapse:{code_id}", payload=payload, due_in=quiet)


async def remind(tx: AsyncConnection, case_id: UUID, due: NoticeDue, now: datetime) -> None:
    """Have the deadline's notice given on its day."""
    await record(
        tx,
        outbox,
        topic=DEADLINE,
        key=f"deadline:{case_id}:{due.notice}",
        payload={"case_id": str(case_id), "notice": due.notice},
        due_in=max(_AT_ONCE, start_of(due.on) - now),
    )


async def follow(tx: AsyncConnection, person_id: UUID, version: int, turn: int = 0) -> None:
    """Have the register asked in a day whether the blocked person has another number."""
    payload = {"person_id": str(person_id), "version": version, "turn": turn}
    key = f"follow:{version}:{turn}"
    await record(tx, outbox, topic=FOLLOW, key=key, payload=payload, due_in=_A_DAY)


async def announce(tx: AsyncConnection, shell: Shell, change: Change) -> None:
    """Have every receiver told that somebody's access was blocked or reopened.

    Whoever is blocked is followed from then on: the block is theirs under every number.
    """
    if change.blocked:
        await follow(tx, change.person_id, change.version)
    for receiver in shell.settings.receivers:
        if receiver.url is not None:
            await record(
                tx,
                outbox,
                topic=BLOCK_CHANGED,
                key=f"block-changed:{change.version}:{receiver.client_id}",
                payload={"version": change.version, "client_id": receiver.client_id},
            )
