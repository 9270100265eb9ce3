"""What becomes of letters: posted, returned, failed, held, overdue; and of the codes inside."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import OPEN, Case, Ground, Step, hold_address, take_step
from access_api.domain.codes import CodeStatus
from access_api.domain.letters import LetterStatus
from access_api.domain.register import Finding, closes
from access_api.storage import cases, codes, journal, letters
from access_api.storage.letters import LetterRow
from access_api.storage.tables import idempotency
from access_api.use_cases.ordering import order_code_or_hold, prepare_code
from access_api.use_cases.shell import Shell
from access_api.use_cases.signals import LETTERS, Alarm, sound
from service_kit.idempotency import Once, remember, replay
from service_kit.outbox import Job

_CREATED: Final = 201
WAITING: Final = frozenset({LetterStatus.CREATED, LetterStatus.SUBMITTED})


class News(StrEnum):
    """What the print provider tells of a letter."""

    POSTED = "posted"
    RETURNED = "returned"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PrinterNews:
    """One message of the print provider."""

    letter_id: UUID
    status: News
    reason: str | None


async def hear(shell: Shell, news: PrinterNews) -> None:
    """Take in what the printer tells. Old and doubled news changes nothing.

    Raises:
        LetterNotFound: there is no such letter.
    """
    match news.status:
        case News.POSTED:
            await _posted(shell, news.letter_id)
        case News.RETURNED:
            async with shell.engine.begin() as tx:
                await _returned(tx, news.letter_id, journal.SYSTEM, news.reason)
        case News.FAILED:
            await hold(shell, news.letter_id, Finding.UNPRINTABLE, LetterStatus.FAILED)


async def register_return(
    shell: Shell, clerk: str, once: Once, letter_id: UUID, reason: str
) -> LetterRow:
    """Register an envelope that came back by hand, and return how its letter stands.

    Raises:
        LetterNotFound: there is no such letter.
    """
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is None:
            await _returned(tx, letter_id, clerk, reason)
            await remember(
                tx,
                idempotency,
                once,
                status=_CREATED,
                location="/v1/letter-returns",
                resource_id=letter_id,
            )
        return await letters.load(tx, letter_id)


async def hold(
    shell: Shell,
    letter_id: UUID,
    finding: Finding,
    status: LetterStatus = LetterStatus.HELD,
) -> None:
    """Stop a letter that a person must look at. The code in it dies and its case waits."""
    async with shell.engine.begin() as tx:
        letter = await letters.load(tx, letter_id)
        case = await cases.load_locked(tx, letter.case_id)
        if await letters.move(tx, letter_id, status, held_for=finding) is None:
            return
        await _tell(tx, letter, f"letter.{status}", journal.SYSTEM, finding=finding)
        if letter.code_id is not None:
            await codes.end(tx, letter.code_id, CodeStatus.REVOKED)
            if case.status in OPEN:
                await cases.save(tx, _stopped(case, finding))


async def reissue_overdue(shell: Shell, job: Job) -> None:
    """Revoke and write anew a code whose letter the printer has not accepted in time.

    In doubt whether the old letter was printed, the old code is dead: never two live ones.
    """
    prepared = await prepare_code(shell)
    async with shell.engine.begin() as tx:
        letter = await letters.load(tx, UUID(job.payload["letter_id"]))
        case = await cases.load_locked(tx, letter.case_id)
        failed = await letters.move(tx, letter.letter_id, LetterStatus.FAILED)
        if failed is None or letter.status not in WAITING:
            return
        sound(Alarm.LETTER_OVERDUE, letter_id=str(letter.letter_id))
        await _tell(tx, letter, "letter.overdue", journal.SYSTEM)
        if letter.code_id is not None:
            await codes.end(tx, letter.code_id, CodeStatus.REVOKED)
        if case.status in OPEN:
            await cases.save(tx, await order_code_or_hold(tx, shell, case, prepared))


async def _posted(shell: Shell, letter_id: UUID) -> None:
    async with shell.engine.begin() as tx:
        letter = await letters.load(tx, letter_id)
        await cases.load_locked(tx, letter.case_id)
        if await letters.move(tx, letter_id, LetterStatus.POSTED, digital=False) is None:
            return
        if letter.code_id is not None:
            await codes.move_on(tx, letter.code_id, CodeStatus.POSTED)
        await _tell(tx, letter, "letter.posted", journal.SYSTEM)


async def _returned(tx: AsyncConnection, letter_id: UUID, actor: str, reason: str | None) -> None:
    letter = await letters.load(tx, letter_id)
    case = await cases.load_locked(tx, letter.case_id)
    if await letters.move(tx, letter_id, LetterStatus.RETURNED) is None:
        return
    await _tell(tx, letter, "letter.returned", actor, reason=reason or "unknown")
    if letter.code_id is None:
        return
    code = await codes.of_id(tx, letter.code_id)
    if code is not None and code.status is CodeStatus.USED:
        sound(Alarm.RETURNED_AFTER_USE, letter_id=str(letter_id))
        await _tell(tx, letter, "alarm.returned_after_use", actor)
    elif await codes.end(tx, letter.code_id, CodeStatus.RETURNED) and case.status in OPEN:
        await cases.save(tx, hold_address(case, Finding.LETTER_RETURNED))


def _stopped(case: Case, finding: Finding) -> Case:
    if closes({finding}):
        found = replace(case, findings=case.findings | {finding})
        return take_step(found, Step.CLOSE, Ground.DECEASED)
    return hold_address(case, finding)


async def _tell(
    tx: AsyncConnection, letter: LetterRow, event_type: str, actor: str, **details: str
) -> None:
    LETTERS.labels(event_type.removeprefix("letter.")).inc()
    await journal.write(
        tx,
        event_type,
        letter.case_id,
        actor,
        letter=str(letter.letter_id),
        kind=letter.kind,
        **details,
    )
