"""A letter is sent, by the relay: address asked for now, typeset, handed over once.

A code is printed whatever the contact register says. It stays sealed in its letter until the
printer has taken that letter; a retry before then prints the same code, and the letter's id makes
it the same envelope.
"""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.adapters.contact_register import Mailbox
from access_api.adapters.digital_mailbox import Delivery, NoMailbox
from access_api.adapters.letters import render_letter
from access_api.adapters.outside import OutsideFailure
from access_api.adapters.print_provider import Unprintable
from access_api.domain.case import Case
from access_api.domain.codes import CodeStatus
from access_api.domain.dispatch import answer_is_held, code_is_held, moved_since
from access_api.domain.letter_sheet import CannotWrite
from access_api.domain.letters import (
    Addressee,
    CodeLetter,
    DecisionLetter,
    DigitalMessage,
    LetterKind,
    LetterStatus,
    PrintedLetter,
)
from access_api.domain.register import Address, Finding, RegisteredPerson, examine
from access_api.storage import cases, codes, journal, letters, people
from access_api.storage.letters import LetterRow
from access_api.use_cases import work
from access_api.use_cases.letter_news import WAITING, hold
from access_api.use_cases.ordering import sealing_context
from access_api.use_cases.shell import Shell
from access_api.use_cases.signals import LETTERS
from contracts.identity_numbers import NationalIdentityNumber
from service_kit.outbox import Job
from service_kit.typesetting import CannotTypeset

_PATIENCE: Final = 6
_NEXT_TURN: Final = timedelta(minutes=15)


class _ForHands(Exception):
    """The letter has to be looked at by a person."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


@dataclass(frozen=True, slots=True, repr=False)
class _Errand:
    """A letter about to be sent, and to whom."""

    letter: LetterRow
    case: Case
    number: NationalIdentityNumber
    valid_through: date | None


async def run(shell: Shell, job: Job) -> None:
    """Send the job's letter. Systems that stay away are tried again, for as long as it takes."""
    letter_id, turn = UUID(job.payload["letter_id"]), job.payload["turn"]
    try:
        await send(shell, letter_id)
    except OutsideFailure:
        if job.attempts < _PATIENCE:
            raise
        async with shell.engine.begin() as tx:
            await work.send_letter(tx, letter_id, turn + 1, _NEXT_TURN)


async def send(shell: Shell, letter_id: UUID) -> None:
    """Send the letter unless it has been sent, or is not to be sent any more.

    Raises:
        OutsideFailure: a register, the printer or the mailbox cannot take part now.
    """
    errand = await _load(shell, letter_id)
    if errand is None:
        return
    person = await shell.population.find(errand.number)
    try:
        if errand.letter.kind is LetterKind.REOPENING_CODE:
            await _send_code(shell, errand, person)
        else:
            await _send_answer(shell, errand, person)
    except _ForHands as stop:
        await hold(shell, letter_id, stop.finding)
    except (CannotTypeset, CannotWrite, Unprintable):
        await hold(shell, letter_id, Finding.UNPRINTABLE)


async def _load(shell: Shell, letter_id: UUID) -> _Errand | None:
    async with shell.engine.connect() as tx:
        letter = await letters.load(tx, letter_id)
        if letter.status not in WAITING:
            return None
        case = await cases.load(tx, letter.case_id)
        numbers = await people.numbers(tx, shell.registry, letter.person_id)
        code = await codes.of_id(tx, letter.code_id) if letter.code_id else None
    return _Errand(letter, case, numbers[0], code.valid_through if code else None)


async def _send_code(shell: Shell, errand: _Errand, person: RegisteredPerson | None) -> None:
    letter = errand.letter
    findings = examine(person, "", errand.case.received_on)
    held = code_is_held(findings, confirmed=letter.address_confirmed)
    if held is not None:
        raise _ForHands(held)
    name, address = _addressed(person)
    if letter.address_confirmed and moved_since(address, letter.written_on):
        raise _ForHands(Finding.ADDRESS_CHANGED_RECENTLY)
    if letter.sealed_code is None or errand.valid_through is None:
        raise _ForHands(Finding.UNPRINTABLE)
    code = shell.sealer.open(letter.sealed_code, sealing_context(letter.letter_id)).decode()
    content = CodeLetter(
        addressee=Addressee(name, address.printed),
        case_number=errand.case.case_number,
        written_on=letter.written_on,
        code=code,
        valid_through=errand.valid_through,
    )
    await _print(shell, letter, PrintedLetter(content), name, address)


async def _send_answer(shell: Shell, errand: _Errand, person: RegisteredPerson | None) -> None:
    findings = examine(person, "", errand.case.received_on)
    if held := answer_is_held(findings, digital=True):
        raise _ForHands(held)
    mailbox = await shell.contacts.mailbox(errand.number)
    if mailbox is not None and await _sent_digitally(shell, errand, person, mailbox):
        return
    if held := answer_is_held(findings, digital=False):
        raise _ForHands(held)
    name, address = _addressed(person)
    printed = PrintedLetter(_answer(errand, Addressee(name, address.printed)))
    await _print(shell, errand.letter, printed, name, address)


async def _sent_digitally(
    shell: Shell, errand: _Errand, person: RegisteredPerson | None, mailbox: Mailbox
) -> bool:
    letter = errand.letter
    message = DigitalMessage(_answer(errand, Addressee(person.name if person else "", ())))
    pdf = await asyncio.to_thread(render_letter, message.content, letter.language)
    delivery = Delivery(letter.letter_id, errand.number, mailbox, message, letter.language)
    try:
        await shell.post.deliver(delivery, pdf)
    except NoMailbox:
        return False
    async with shell.engine.begin() as tx:
        if await letters.move(tx, letter.letter_id, LetterStatus.DELIVERED, digital=True):
            await _tell(tx, letter, "letter.delivered")
    return True


async def _print(
    shell: Shell, letter: LetterRow, printed: PrintedLetter, name: str, address: Address
) -> None:
    pdf = await asyncio.to_thread(render_letter, printed.content, letter.language)
    if not await _still_wanted(shell, letter.letter_id):
        return
    await shell.printer.send(letter.letter_id, name, address, pdf)
    async with shell.engine.begin() as tx:
        await cases.load_locked(tx, letter.case_id)
        if await letters.move(tx, letter.letter_id, LetterStatus.ACCEPTED, digital=False):
            if letter.code_id is not None:
                await codes.move_on(tx, letter.code_id, CodeStatus.PRINTED)
            await _tell(tx, letter, "letter.accepted")


async def _still_wanted(shell: Shell, letter_id: UUID) -> bool:
    """Mark the letter as on its way; false when it was cancelled meanwhile."""
    async with shell.engine.begin() as tx:
        await letters.move(tx, letter_id, LetterStatus.SUBMITTED)
        return (await letters.load(tx, letter_id)).status is LetterStatus.SUBMITTED


async def _tell(tx: AsyncConnection, letter: LetterRow, event_type: str) -> None:
    LETTERS.labels(event_type.removeprefix("letter.")).inc()
    await journal.write(
        tx,
        event_type,
        letter.case_id,
        journal.SYSTEM,
        letter=str(letter.letter_id),
        kind=letter.kind,
    )


def _addressed(person: RegisteredPerson | None) -> tuple[str, Address]:
    if person is None or person.address is None:
        raise _ForHands(Finding.NO_ADDRESS)
    return person.name, person.address


def _answer(errand: _Errand, addressee: Addressee) -> DecisionLetter:
    return DecisionLetter(
        kind=errand.letter.kind,
        addressee=addressee,
        case_number=errand.case.case_number,
        written_on=errand.letter.written_on,
        grounds=errand.letter.grounds,
        happened_on=errand.letter.happened_on,
    )
