"""Cases are read: by the person they concern, or by staff, whose reading is written down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.archive import DOCUMENTS
from access_api.domain.case import Case
from access_api.domain.refusals import CaseNotFound
from access_api.storage import cases, codes, journal, letters, people
from access_api.storage.cases import Page
from access_api.storage.codes import CodeRow
from access_api.storage.journal import DocumentEvent, Entry
from access_api.storage.letters import LetterRow
from access_api.use_cases import shielding
from access_api.use_cases.shell import Shell
from contracts.identity_numbers import NationalIdentityNumber
from service_kit.auth import Principal


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with its letters and its newest code.

    Attributes:
        shielded: the reader is staff without the right to cases of people like this one.
    """

    case: Case
    letters: Sequence[LetterRow]
    code: CodeRow | None
    shielded: bool


async def read(shell: Shell, reader: Principal, case_id: UUID) -> CaseFile:
    """Return the case.

    Raises:
        CaseNotFound: there is none, or it is not the reader's own: both read alike.
    """
    async with shell.engine.begin() as tx:
        case = await cases.load(tx, case_id)
        if reader.kind == "staff":
            await journal.write(tx, "request.read", case_id, reader.subject)
        elif not await _is_own(tx, shell, reader, case):
            raise CaseNotFound
        return await _file(tx, reader, case)


async def by_case_number(shell: Shell, reader: Principal, case_number: str) -> Sequence[CaseFile]:
    """Return the case with this number, if there is one."""
    async with shell.engine.begin() as tx:
        found = await cases.by_number(tx, case_number)
        return await _read_by(tx, reader, [found] if found is not None else [])


async def by_person(
    shell: Shell, reader: Principal, number: NationalIdentityNumber
) -> Sequence[CaseFile]:
    """Return the newest cases of whoever has `number`."""
    async with shell.engine.begin() as tx:
        person_id = await people.find(tx, shell.registry, number)
        found = await cases.of_person(tx, person_id) if person_id is not None else []
        return await _read_by(tx, reader, found)


async def page(shell: Shell, reader: Principal, wanted: Page) -> Sequence[CaseFile]:
    """Return one page of cases, the oldest first."""
    async with shell.engine.connect() as tx:
        return [await _file(tx, reader, case) for case in await cases.page(tx, wanted)]


async def events(shell: Shell, reader: Principal, case_id: UUID) -> Sequence[Entry]:
    """Return everything that was done to the case, without details where it is shielded.

    Raises:
        CaseNotFound: there is none.
    """
    async with shell.engine.connect() as tx:
        case = await cases.load(tx, case_id)
        entries = await journal.of_case(tx, case_id)
        if await shielding.may_handle(tx, reader, case):
            return entries
    return [replace(entry, details={}) for entry in entries]


async def documents_after(shell: Shell, event_id: int, limit: int) -> Sequence[DocumentEvent]:
    """Return documents that came or went after the event `event_id`."""
    async with shell.engine.connect() as tx:
        return await journal.documents_after(tx, DOCUMENTS, event_id, limit)


async def _is_own(tx: AsyncConnection, shell: Shell, reader: Principal, case: Case) -> bool:
    if reader.national_id is None or case.person_id is None:
        return False
    return await people.find(tx, shell.registry, reader.national_id) == case.person_id


async def _read_by(
    tx: AsyncConnection, reader: Principal, found: Sequence[Case]
) -> Sequence[CaseFile]:
    for case in found:
        await journal.write(tx, "request.read", case.case_id, reader.subject)
    return [await _file(tx, reader, case) for case in found]


async def _file(tx: AsyncConnection, reader: Principal, case: Case) -> CaseFile:
    return CaseFile(
        case,
        await letters.of_case(tx, case.case_id),
        await codes.newest_of(tx, case.case_id),
        reader.kind == "staff" and not await shielding.may_handle(tx, reader, case),
    )
