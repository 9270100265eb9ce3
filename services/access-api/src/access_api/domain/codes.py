"""Codes: how they look, how long they live, how often they may be guessed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from access_api.domain.case_numbers import spoken

CODE_DIGITS: Final = 10
"""Ten digits hold 33 bits. Digits, because letters such as B, D and P are misheard."""

CODE_RANGE: Final = 10**CODE_DIGITS
"""A code is drawn evenly below this."""

GUESSES: Final = 5
"""Guesses that one code stands; the code is then locked, never the person."""

DAYS_INLAND: Final = 21
DAYS_ABROAD: Final = 30
"""Validity of codes sent by post: 21 days, 30 abroad (NIST SP 800-63A-4, confirmation codes)."""

CODES_PER_PERSON: Final = 3
CODES_WINDOW: Final = timedelta(days=30)
"""At most this many codes per person, over all of their cases, within this time."""

DAYS_TO_BE_PRINTED: Final = 5
"""A letter that the printer has not accepted by then is revoked and written anew."""

DAYS_UNTIL_LAPSE: Final = 14
"""Days after the last code died until a reopening that nobody pursues lapses."""


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """A code in the clear. Printing it shows nothing; only a paper letter takes its text."""

    _digits: str

    @classmethod
    def drawn(cls, chance: int) -> "Code":
        """Return the code for a number drawn evenly below `CODE_RANGE`."""
        return cls(f"{chance:0{CODE_DIGITS}d}")

    def reveal(self) -> str:
        """Return the ten digits."""
        return self._digits

    def spoken(self) -> str:
        """Return the digits as they are printed, in groups of three, three and four."""
        return spoken(self._digits)


@dataclass(frozen=True, slots=True, repr=False)
class KeptCode:
    """What is kept of a code: enough to recognise it, not enough to know it."""

    code_id: UUID
    salt: bytes
    hash: bytes
    pepper_id: str


class CodeStatus(StrEnum):
    """Where a code stands. Beside these three a code is over."""

    ISSUED = "issued"
    PRINTED = "printed"
    POSTED = "posted"
    USED = "used"
    EXPIRED = "expired"
    LOCKED = "locked"
    REVOKED = "revoked"
    RETURNED = "returned"


LIVE: Final = (CodeStatus.ISSUED, CodeStatus.PRINTED, CodeStatus.POSTED)
"""Statuses in which a code can still reopen. At most one code per case and per person is live."""


def valid_through(issued_on: date, *, abroad: bool) -> date:
    """Return the last local day on which a code works; it is printed, and posting never moves it.

    >>> valid_through(date(2026, 3, 10), abroad=False)
    datetime.date(2026, 3, 31)
    >>> valid_through(date(2026, 3, 10), abroad=True)
    datetime.date(2026, 4, 9)
    """
    return issued_on + timedelta(days=DAYS_ABROAD if abroad else DAYS_INLAND)
