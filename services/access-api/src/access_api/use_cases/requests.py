"""Requests come in, are read and searched for."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import Case, Channel, Kind, RegisterCheck, Status, begin
from access_api.domain.case_numbers import RANDOM_DIGITS, case_number
from access_api.domain.completeness import Form, Identification, Signature, missing
from access_api.domain.deadlines import decide_before, notices
from access_api.domain.letters import Language, LetterKind
from access_api.domain.local_time import local_day
from access_api.domain.refusals import (
    NotTheirOwn,
    ReceivedOnImplausible,
    SelfServiceBlocksOnly,
    UnknownUpload,
)
from access_api.storage import blocks, cases, clock, journal, people
from access_api.storage.tables import idempotency, uploads
from access_api.use_cases import work
from access_api.use_cases.ordering import order_answer
from access_api.use_cases.shell import Shell
from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber
from contracts.public_holidays import is_public_holiday
from contracts.scopes.access import REGISTER
from service_kit.auth import NotAllowed, Principal
from service_kit.idempotency import Once, remember, replay
from service_kit.uploads import bind

CREATED: Final = 201
ALREADY_THERE: Final = 200
_OLDEST_FORM: Final = timedelta(days=365)
_NOTICE_OF: Final = {
    Kind.BLOCK: LetterKind.BLOCK_REQUESTED,
    Kind.REOPEN: LetterKind.REOPENING_REQUESTED,
}


@dataclass(frozen=True, slots=True, repr=False)
class Submission:
    """A request as it was handed in.

    Attributes:
        number: what stands where the identity number should, none when nothing does.
        received_on: local day a clerk got the form; none means today.
    """

    kind: Kind
    channel: Channel
    name: str
    number: str | None
    identification: Identification | None
    signature: Signature | None
    upload_id: UUID | None
    received_on: date | None
    language: Language


@dataclass(frozen=True, slots=True)
class Submitted:
    """Which case came of it, and whether it is new."""

    case_id: UUID
    status: int


async def submit(shell: Shell, sender: Principal, once: Once, submission: Submission) -> Submitted:
    """Take a request in. The same person's open case of the same kind is the same case.

    Raises:
        NotAllowed: paper is registered by clerks, self-service is used by the person logged in.
        SelfServiceBlocksOnly: a reopening never rests on a login.
        NotTheirOwn: the form names somebody other than the person logged in.
        ReceivedOnImplausible: the form cannot have come in on that day.
        UnknownUpload: the copy of the identification is not there to be used.
    """
    number = _number(shell, sender, submission)
    async with shell.engine.begin() as tx:
        stored = await replay(tx, idempotency, once)
        if stored is not None:
            return Submitted(stored.resource_id, stored.status)
        submitted = await _take_in(tx, shell, sender, submission, number)
        await remember(
            tx,
            idempotency,
            once,
            status=submitted.status,
            location=f"/v1/access-requests/{submitted.case_id}",
            resource_id=submitted.case_id,
        )
    return submitted


def _number(
    shell: Shell, sender: Principal, submission: Submission
) -> NationalIdentityNumber | None:
    """Return whom the request concerns, none when its number is no number."""
    if submission.channel is Channel.PAPER:
        if REGISTER not in sender.scopes:
            raise NotAllowed
        return _parsed(submission.number, allow_synthetic=shell.settings.allow_synthetic)
    if sender.kind != "person" or sender.national_id is None:
        raise NotAllowed
    if submission.kind is not Kind.BLOCK:
        raise SelfServiceBlocksOnly
    if submission.number not in {None, sender.national_id.reveal()}:
        raise NotTheirOwn
    return sender.national_id


def _parsed(text: str | None, *, allow_synthetic: bool) -> NationalIdentityNumber | None:
    try:
        return NationalIdentityNumber.parse(text or "", allow_synthetic=allow_synthetic)
    except NotAnIdentityNumber:
        return None


async def _take_in(
    tx: AsyncConnection,
    shell: Shell,
    sender: Principal,
    submission: Submission,
    number: NationalIdentityNumber | None,
) -> Submitted:
    now = await clock.now(tx)
    form = _form(submission, number, local_day(now))
    person_id = None
    if number is not None:
        person_id = await people.find_or_add(tx, shell.registry, number)
        await people.lock(tx, person_id)
        known = await cases.open_of(tx, person_id, form.kind)
        if known is not None:
            await journal.write(tx, "request.repeated", known.case_id, sender.subject)
            return Submitted(known.case_id, ALREADY_THERE)
    blocked = person_id is not None and await blocks.is_blocked(tx, person_id)
    received = _received(sender, submission, form, person_id, now)
    case = begin(received, missing(form), blocked=blocked)
    case = await _add(tx, shell, case, form)
    await _bind_upload(tx, sender, case)
    await journal.write(
        tx,
        "request.received",
        case.case_id,
        sender.subject,
        kind=case.kind,
        channel=case.channel,
        status=case.status,
    )
    await _follow_up(tx, case, now)
    return Submitted(case.case_id, CREATED)


def _form(submission: Submission, number: NationalIdentityNumber | None, today: date) -> Form:
    received_on = submission.received_on or today
    if not today - _OLDEST_FORM <= received_on <= today:
        raise ReceivedOnImplausible
    return Form(
        kind=submission.kind,
        channel=submission.channel,
        name=submission.name,
        has_number=submission.number is not None,
        number_is_valid=number is not None,
        identification=submission.identification,
        signature=submission.signature,
        received_on=received_on,
    )


def _received(
    sender: Principal,
    submission: Submission,
    form: Form,
    person_id: UUID | None,
    now: datetime,
) -> Case:
    return Case(
        case_id=uuid4(),
        case_number="",
        kind=form.kind,
        channel=form.channel,
        person_id=person_id,
        status=Status.RECEIVED,
        received_on=form.received_on,
        received_at=now,
        decide_before=decide_before(form.received_on),
        language=submission.language,
        registered_by=sender.subject,
        identification_upload_id=submission.upload_id,
        register_check=RegisterCheck.NOT_NEEDED,
        findings=frozenset(),
        address_confirmed=False,
        missing=(),
        ground=None,
        version=1,
    )


async def _add(tx: AsyncConnection, shell: Shell, case: Case, form: Form) -> Case:
    """Write the case under a number that no other case has."""
    while True:
        numbered = replace(case, case_number=case_number(secrets.randbelow(10**RANDOM_DIGITS)))
        if await cases.add(tx, numbered, form, shell.sealer):
            return numbered


async def _bind_upload(tx: AsyncConnection, sender: Principal, case: Case) -> None:
    upload_id = case.identification_upload_id
    if upload_id is None:
        return
    if await bind(tx, uploads, [upload_id], owner=sender.subject, case_id=case.case_id):
        raise UnknownUpload


async def _follow_up(tx: AsyncConnection, case: Case, now: datetime) -> None:
    match case.status:
        case Status.INCOMPLETE:
            await order_answer(tx, case, LetterKind.FORM_INCOMPLETE, grounds=case.missing)
        case Status.REJECTED:
            grounds = (case.ground,) if case.ground else ()
            await order_answer(tx, case, LetterKind.REQUEST_REJECTED, grounds=grounds)
        case _:
            await work.check_register(tx, case.case_id)
            for due in notices(case.received_on, is_public_holiday):
                await work.remind(tx, case.case_id, due, now)
            await order_answer(tx, case, _NOTICE_OF[case.kind], happened_on=case.received_on)
