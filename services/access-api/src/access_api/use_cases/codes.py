"""A clerk orders a new code; codes expire, and reopenings that nobody pursues lapse."""

from typing import Final
from uuid import UUID

from access_api.domain.case import Status, Step, allow_code, take_step
from access_api.domain.letters import LetterKind
from access_api.domain.refusals import OrderedMeanwhile
from access_api.storage import cases, codes, journal
from access_api.storage.tables import idempotency
from access_api.use_cases import shielding
from access_api.use_cases.ordering import ORDERED, order_answer, order_code, prepare_code
from access_api.use_cases.shell import Shell
from service_kit.auth import Principal
from service_kit.idempotency import Once, remember, replay
from service_kit.outbox import Job

_CREATED: Final = 201
_LAPSING: Final = frozenset({Status.AWAITING_CALL, Status.ADDRESS_CHECK})


async def order_letter(
    shell: Shell, clerk: Principal, once: Once, case_id: UUID, *, address_confirmed: bool
) -> UUID:
    """Send a new code in place of the old one, which is revoked, and return the letter's id.

    Raises:
        CaseNotFound: there is no such case.
        Shielded: it is for others.
        StepNotAllowed: the case is no reopening that still needs a code.
        RegisterCheckPending, CannotAccept, LetterNeedsHands: see `allow_code`.
        TooManyCodes: the person has had three within thirty days.
        OrderedMeanwhile: somebody else's order was faster.
    """
    prepared = await prepare_code(shell)
    async with shell.engine.begin() as tx:
        stored = await replay(tx, idempotency, once)
        if stored is not None:
            return stored.resource_id
        seen = await cases.load(tx, case_id)
        case = await cases.load_locked(tx, case_id)
        if case.version != seen.version:
            raise OrderedMeanwhile
        await shielding.require(tx, clerk, case)
        after = allow_code(case, address_confirmed=address_confirmed)
        letter_id = await order_code(tx, shell, after, prepared)
        await cases.save(tx, after)
        await journal.write(
            tx,
            ORDERED,
            case_id,
            clerk.subject,
            letter=str(letter_id),
            address_confirmed=address_confirmed,
        )
        location = f"/v1/access-requests/{case_id}"
        await remember(
            tx, idempotency, once, status=_CREATED, location=location, resource_id=letter_id
        )
    return letter_id


async def expire(shell: Shell, job: Job) -> None:
    """Mark a code whose last day is over. That it no longer works was true before."""
    code_id = UUID(job.payload["code_id"])
    async with shell.engine.begin() as tx:
        code = await codes.of_id(tx, code_id)
        if code is not None and await codes.expire(tx, code_id):
            await journal.write(tx, "code.expired", code.case_id, journal.SYSTEM)


async def lapse(shell: Shell, job: Job) -> None:
    """Let a reopening lapse whose last code died long ago."""
    async with shell.engine.begin() as tx:
        code = await codes.of_id(tx, UUID(job.payload["code_id"]))
        if code is None:
            return
        case = await cases.load_locked(tx, code.case_id)
        newest = await codes.newest_of(tx, case.case_id)
        superseded = newest is None or newest.code_id != code.code_id
        if case.status not in _LAPSING or superseded:
            return
        await cases.save(tx, take_step(case, Step.LAPSE))
        await journal.write(tx, "request.lapsed", case.case_id, journal.SYSTEM)
        await order_answer(tx, case, LetterKind.REOPENING_LAPSED)
