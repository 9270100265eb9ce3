"""Letters are ordered in the transaction of what they tell of, and sent by the relay."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import Case, hold_address
from access_api.domain.codes import (
    CODE_RANGE,
    CODES_PER_PERSON,
    Code,
    CodeStatus,
    KeptCode,
    valid_through,
)
from access_api.domain.letters import Language, LetterKind
from access_api.domain.local_time import end_of, local_day
from access_api.domain.refusals import TooManyCodes
from access_api.domain.register import Finding
from access_api.storage import clock, codes, journal, letters
from access_api.storage.letters import NewLetter
from access_api.use_cases import work
from access_api.use_cases.shell import Shell

ORDERED: Final = "code.ordered"


@dataclass(frozen=True, slots=True, repr=False)
class PreparedCode:
    """A new code and what will be kept of it. The costly hash is made before any lock is taken."""

    code: Code
    kept: KeptCode


async def prepare_code(shell: Shell) -> PreparedCode:
    """Draw a code."""
    code = Code.drawn(secrets.randbelow(CODE_RANGE))
    return PreparedCode(code, await shell.hasher.keep(code, uuid4()))


async def order_code(tx: AsyncConnection, shell: Shell, case: Case, prepared: PreparedCode) -> UUID:
    """Replace the person's live code, if any, by a new one, order its letter, return that one's id.

    The caller has locked the person.

    Raises:
        TooManyCodes: the person has had three within thirty days.
    """
    person_id = _person_of(case)
    if await codes.issued_lately(tx, person_id) >= CODES_PER_PERSON:
        raise TooManyCodes
    await revoke_code(tx, person_id)
    now = await clock.now(tx)
    through = valid_through(local_day(now), abroad=Finding.ADDRESS_ABROAD in case.findings)
    expires_at, code_id, letter_id = end_of(through), prepared.kept.code_id, uuid4()
    await codes.add(
        tx,
        prepared.kept,
        case_id=case.case_id,
        person_id=person_id,
        valid_through=through,
        expires_at=expires_at,
    )
    sealed = shell.sealer.seal(prepared.code.reveal().encode(), sealing_context(letter_id))
    letter = _letter(case, LetterKind.REOPENING_CODE, letter_id, now)
    await letters.add(
        tx,
        letter,
        letters.CodeInside(code_id, sealed, address_confirmed=case.address_confirmed),
    )
    await work.send_letter(tx, letter_id)
    await work.watch_code_letter(tx, letter_id)
    await work.watch_code(tx, code_id, expires_at - now)
    return letter_id


async def order_code_or_hold(
    tx: AsyncConnection, shell: Shell, case: Case, prepared: PreparedCode
) -> Case:
    """Order a code that nobody has asked for by hand; with too many of them the case waits."""
    try:
        letter_id = await order_code(tx, shell, case, prepared)
    except TooManyCodes:
        return hold_address(case, Finding.TOO_MANY_CODES)
    await journal.write(
        tx, ORDERED, case.case_id, journal.SYSTEM, letter=str(letter_id), address_confirmed=False
    )
    return case


async def order_answer(
    tx: AsyncConnection,
    case: Case,
    kind: LetterKind,
    *,
    grounds: tuple[str, ...] = (),
    happened_on: date | None = None,
) -> None:
    """Order a letter without a code. A form that names nobody gets none."""
    if case.person_id is None:
        return
    letter_id = uuid4()
    letter = _letter(case, kind, letter_id, await clock.now(tx), grounds, happened_on)
    await letters.add(tx, letter)
    await work.send_letter(tx, letter_id)


async def revoke_code(
    tx: AsyncConnection, person_id: UUID, status: CodeStatus = CodeStatus.REVOKED
) -> None:
    """End the person's live code, and its letter unless that is printed."""
    ended = await codes.end_live_of(tx, person_id, status)
    if ended is not None:
        await letters.cancel_of_code(tx, ended)


def sealing_context(letter_id: UUID) -> bytes:
    """Return what a code inside a letter is bound to."""
    return f"letter|{letter_id}".encode()


def _letter(
    case: Case,
    kind: LetterKind,
    letter_id: UUID,
    now: datetime,
    grounds: tuple[str, ...] = (),
    happened_on: date | None = None,
) -> NewLetter:
    return NewLetter(
        letter_id=letter_id,
        case_id=case.case_id,
        person_id=_person_of(case),
        kind=kind,
        language=Language(case.language),
        written_on=local_day(now),
        grounds=grounds,
        happened_on=happened_on,
    )


def _person_of(case: Case) -> UUID:
    if case.person_id is None:
        raise ValueError("This case names nobody.")
    return case.person_id
