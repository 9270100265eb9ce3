"""Table `letter`: what was ordered, which way it went and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.letters import Language, LetterKind, LetterStatus, statuses_before
from access_api.domain.refusals import LetterNotFound
from access_api.storage.tables import letters

_NOW = func.clock_timestamp()
_UNTIL_PRINTED: Final = frozenset({LetterStatus.CREATED, LetterStatus.SUBMITTED})
_STAMPS: Final[Mapping[LetterStatus, str]] = MappingProxyType(
    {
        LetterStatus.SUBMITTED: "submitted_at",
        LetterStatus.ACCEPTED: "accepted_at",
        LetterStatus.POSTED: "posted_at",
        LetterStatus.RETURNED: "ended_at",
        LetterStatus.FAILED: "ended_at",
        LetterStatus.CANCELLED: "ended_at",
    }
)
"""Which instant each status writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter to be written."""

    letter_id: UUID
    case_id: UUID
    person_id: UUID
    kind: LetterKind
    language: Language
    written_on: date
    grounds: tuple[str, ...] = ()
    happened_on: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class CodeInside:
    """The code that a letter carries, sealed until the printer has it.

    Attributes:
        address_confirmed: a person has looked at where this letter goes.
    """

    code_id: UUID
    sealed: bytes
    address_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LetterRow:
    """A letter as it is stored."""

    letter_id: UUID
    case_id: UUID
    person_id: UUID
    kind: LetterKind
    status: LetterStatus
    digital: bool | None
    language: Language
    grounds: tuple[str, ...]
    happened_on: date | None
    written_on: date
    code_id: UUID | None
    sealed_code: bytes | None
    held_for: str | None
    address_confirmed: bool
    created_at: datetime
    posted_at: datetime | None


_COLUMNS = tuple(letters.c[name] for name in LetterRow.__slots__)


async def add(tx: AsyncConnection, letter: NewLetter, inside: CodeInside | None = None) -> None:
    """Write a new letter."""
    await tx.execute(
        insert(letters).values(
            letter_id=letter.letter_id,
            case_id=letter.case_id,
            person_id=letter.person_id,
            kind=letter.kind,
            status=LetterStatus.CREATED,
            language=letter.language,
            grounds=list(letter.grounds),
            happened_on=letter.happened_on,
            written_on=letter.written_on,
            code_id=inside.code_id if inside else None,
            sealed_code=inside.sealed if inside else None,
            address_confirmed=inside.address_confirmed if inside else False,
        )
    )


async def load(tx: AsyncConnection, letter_id: UUID) -> LetterRow:
    """Return the letter.

    Raises:
        LetterNotFound: there is none.
    """
    row = (
        await tx.execute(select(*_COLUMNS).where(letters.c.letter_id == letter_id))
    ).one_or_none()
    if row is None:
        raise LetterNotFound
    return _letter(row)


async def of_case(tx: AsyncConnection, case_id: UUID) -> Sequence[LetterRow]:
    """Return the case's letters in the order they were ordered."""
    query = select(*_COLUMNS).where(letters.c.case_id == case_id)
    return [_letter(row) for row in await tx.execute(query.order_by(letters.c.created_at))]


async def move(
    tx: AsyncConnection, letter_id: UUID, news: LetterStatus, **values: Any
) -> LetterRow | None:
    """Move the letter to `news` and return it; none when that is old news.

    Once the printer has the letter, the code it held is wiped in the same statement.
    """
    return await _move(tx, letters.c.letter_id == letter_id, news, values)


async def cancel_of_code(tx: AsyncConnection, code_id: UUID) -> None:
    """Cancel the letter of a code that is dead, unless it is printed already."""
    await _move(tx, letters.c.code_id == code_id, LetterStatus.CANCELLED, {})


async def _move(
    tx: AsyncConnection, which: ColumnElement[bool], news: LetterStatus, values: Mapping[str, Any]
) -> LetterRow | None:
    wiped = {} if news in _UNTIL_PRINTED else {"sealed_code": None}
    row = (
        await tx.execute(
            update(letters)
            .where(which, letters.c.status.in_(statuses_before(news)))
            .values(status=news, **wiped, **_stamp(news), **values)
            .returning(*_COLUMNS)
        )
    ).one_or_none()
    return _letter(row) if row is not None else None


def _stamp(news: LetterStatus) -> Mapping[str, Any]:
    return {_STAMPS[news]: _NOW} if news in _STAMPS else {}


def _letter(row: Row[Any]) -> LetterRow:
    facts = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a row's mapping
    return LetterRow(
        **facts
        | {
            "kind": LetterKind(row.kind),
            "status": LetterStatus(row.status),
            "language": Language(row.language),
            "grounds": tuple(row.grounds),
        }
    )
