"""Letters: what can be written, which way each may travel, and where a letter stands.

A code only ever travels on paper: whoever can log in to a digital mailbox with a stolen eID must
not find it there. `CodeLetter` is therefore no `DecisionLetter`, and only the latter can become a
`DigitalMessage`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Language(StrEnum):
    """Languages that letters are written in."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class LetterKind(StrEnum):
    """What a letter says."""

    REOPENING_CODE = "reopening_code"
    BLOCK_REQUESTED = "block_requested"
    REOPENING_REQUESTED = "reopening_requested"
    REOPENING_ACCEPTED = "reopening_accepted"
    BLOCK_IN_EFFECT = "block_in_effect"
    REOPENED = "reopened"
    FORM_INCOMPLETE = "form_incomplete"
    REQUEST_REJECTED = "request_rejected"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REOPENING_LAPSED = "reopening_lapsed"


@dataclass(frozen=True, slots=True, repr=False)
class Addressee:
    """Who the letter is for; no lines when it goes to a digital mailbox."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class CodeLetter:
    """The letter with the code for the call. It has no way of travelling but paper."""

    addressee: Addressee
    case_number: str
    written_on: date
    code: str
    valid_through: date


@dataclass(frozen=True, slots=True, repr=False)
class DecisionLetter:
    """The answer to a request, or word of something that was done.

    Attributes:
        grounds: codes of what was missing, or of why the request was rejected.
        happened_on: local day on which the access was blocked or reopened.
    """

    kind: LetterKind
    addressee: Addressee
    case_number: str | None
    written_on: date
    grounds: tuple[str, ...]
    happened_on: date | None


@dataclass(frozen=True, slots=True, repr=False)
class PrintedLetter:
    """A letter on its way to the printer."""

    content: CodeLetter | DecisionLetter


@dataclass(frozen=True, slots=True, repr=False)
class DigitalMessage:
    """A letter on its way to a digital mailbox. It cannot hold a code."""

    content: DecisionLetter


class LetterStatus(StrEnum):
    """Where a letter stands."""

    CREATED = "created"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    POSTED = "posted"
    DELIVERED = "delivered"
    RETURNED = "returned"
    FAILED = "failed"
    HELD = "held"
    CANCELLED = "cancelled"


_AFTER: Final[Mapping[LetterStatus, frozenset[LetterStatus]]] = MappingProxyType(
    {
        LetterStatus.CREATED: frozenset(LetterStatus) - {LetterStatus.CREATED},
        LetterStatus.HELD: frozenset(),
        LetterStatus.SUBMITTED: frozenset(
            {
                LetterStatus.ACCEPTED,
                LetterStatus.POSTED,
                LetterStatus.DELIVERED,
                LetterStatus.RETURNED,
                LetterStatus.FAILED,
                LetterStatus.HELD,
                LetterStatus.CANCELLED,
            }
        ),
        LetterStatus.ACCEPTED: frozenset(
            {
                LetterStatus.POSTED,
                LetterStatus.DELIVERED,
                LetterStatus.RETURNED,
                LetterStatus.FAILED,
            }
        ),
        LetterStatus.POSTED: frozenset({LetterStatus.DELIVERED, LetterStatus.RETURNED}),
        LetterStatus.DELIVERED: frozenset({LetterStatus.RETURNED}),
        LetterStatus.RETURNED: frozenset(),
        LetterStatus.FAILED: frozenset(),
        LetterStatus.CANCELLED: frozenset({LetterStatus.RETURNED}),
    }
)
"""Which statuses may follow which. Word from the printer can come late, twice and out of order."""


def may_follow(now: LetterStatus, news: LetterStatus) -> bool:
    """Tell whether `news` moves the letter on; if not, it is old news."""
    return news in _AFTER[now]


def statuses_before(news: LetterStatus) -> tuple[LetterStatus, ...]:
    """Return the statuses that `news` moves a letter on from."""
    return tuple(now for now in LetterStatus if may_follow(now, news))
