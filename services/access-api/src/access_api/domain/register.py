"""What the population register says of a person, and what follows for the case and its letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

QUIET_DAYS_AFTER_A_MOVE: Final = 30
"""An address registered fewer days than this before the form came may be a thief's doing."""

LOWEST_AGE: Final = 13
"""Below this age nobody logs in to Helsenorge."""

AGE_OF_OWN_ACCESS: Final = 16
"""From this age nobody else consents to the login."""


class Standing(StrEnum):
    """Whether the register counts the person among the living residents."""

    RESIDENT = "resident"
    EMIGRATED = "emigrated"
    DECEASED = "deceased"
    CEASED = "ceased"
    """The number is no longer in use, or the register does not know it."""


class Protection(StrEnum):
    """How far the register hides the address."""

    NONE = "none"
    CLIENT = "client_address"
    CONFIDENTIAL = "confidential"
    STRICTLY_CONFIDENTIAL = "strictly_confidential"


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where letters go: the postal address when there is one, else the residence.

    Attributes:
        country: ISO 3166 alpha-2.
        registered_on: day from which the register has it; none when it does not say.
    """

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str
    registered_on: date | None

    @property
    def abroad(self) -> bool:
        """Whether a letter leaves the country."""
        return self.country != "NO"

    @property
    def printed(self) -> tuple[str, ...]:
        """The lines that stand in the window of the envelope, below the name."""
        place = f"{self.postal_code} {self.city}".strip()
        return (*self.lines, place, self.country) if self.abroad else (*self.lines, place)


@dataclass(frozen=True, slots=True, repr=False)
class RegisteredPerson:
    """One person as the register knows them. Printing it shows nothing."""

    name: str
    standing: Standing
    protection: Protection
    born_on: date | None
    address: Address | None
    identity_numbers: tuple[str, ...]


class Finding(StrEnum):
    """Something that the register gives cause to look at."""

    UNKNOWN_IN_REGISTER = "unknown_in_register"
    DECEASED = "deceased"
    UNDER_THIRTEEN = "under_thirteen"
    UNDER_SIXTEEN = "under_sixteen"
    AGE_UNKNOWN = "age_unknown"
    NAME_DIFFERS = "name_differs"
    STRICTLY_CONFIDENTIAL = "strictly_confidential"
    CONFIDENTIAL = "confidential"
    CLIENT_ADDRESS = "client_address"
    ADDRESS_CHANGED_RECENTLY = "address_changed_recently"
    ADDRESS_ABROAD = "address_abroad"
    NO_ADDRESS = "no_address"
    EMIGRATED = "emigrated"
    LETTER_RETURNED = "letter_returned"
    TOO_MANY_CODES = "too_many_codes"
    UNPRINTABLE = "unprintable"


class Consequence(StrEnum):
    """What a finding does."""

    CLOSES = "closes"
    """The case ends without a letter; a block stays."""
    RULES_OUT = "rules_out"
    """The request cannot be accepted."""
    BARS_LETTER = "bars_letter"
    """No letter leaves the system for this person, whoever asks."""
    HOLDS_LETTER = "holds_letter"
    """A person must look before a letter is printed."""
    INFORMS = "informs"
    """The reviewer should know."""


CONSEQUENCES: Final[Mapping[Finding, Consequence]] = MappingProxyType(
    {
        Finding.DECEASED: Consequence.CLOSES,
        Finding.UNKNOWN_IN_REGISTER: Consequence.RULES_OUT,
        Finding.UNDER_THIRTEEN: Consequence.RULES_OUT,
        Finding.STRICTLY_CONFIDENTIAL: Consequence.BARS_LETTER,
        Finding.NO_ADDRESS: Consequence.BARS_LETTER,
        Finding.CONFIDENTIAL: Consequence.HOLDS_LETTER,
        Finding.CLIENT_ADDRESS: Consequence.HOLDS_LETTER,
        Finding.ADDRESS_CHANGED_RECENTLY: Consequence.HOLDS_LETTER,
        Finding.ADDRESS_ABROAD: Consequence.HOLDS_LETTER,
        Finding.EMIGRATED: Consequence.HOLDS_LETTER,
        Finding.UNDER_SIXTEEN: Consequence.HOLDS_LETTER,
        Finding.AGE_UNKNOWN: Consequence.HOLDS_LETTER,
        Finding.LETTER_RETURNED: Consequence.HOLDS_LETTER,
        Finding.TOO_MANY_CODES: Consequence.HOLDS_LETTER,
        Finding.UNPRINTABLE: Consequence.HOLDS_LETTER,
        Finding.NAME_DIFFERS: Consequence.INFORMS,
    }
)
"""What each finding does. Every finding is here."""

_STOPPING_LETTERS: Final = frozenset({Consequence.BARS_LETTER, Consequence.HOLDS_LETTER})
_OF_PROTECTION: Final[Mapping[Protection, Finding]] = MappingProxyType(
    {
        Protection.CLIENT: Finding.CLIENT_ADDRESS,
        Protection.CONFIDENTIAL: Finding.CONFIDENTIAL,
        Protection.STRICTLY_CONFIDENTIAL: Finding.STRICTLY_CONFIDENTIAL,
    }
)


def examine(person: RegisteredPerson | None, name: str, received_on: date) -> frozenset[Finding]:
    """Return everything about `person` that somebody must look at.

    Args:
        person: what the register answered; none when it knows nobody by the number.
        name: name as it stands on the form; empty when the person logged in.
        received_on: local day the form came in.
    """
    if person is None or person.standing is Standing.CEASED:
        return frozenset({Finding.UNKNOWN_IN_REGISTER})
    if person.standing is Standing.DECEASED:
        return frozenset({Finding.DECEASED})
    found = {*_of_age(person.born_on, received_on), *_of_address(person, received_on)}
    if name and not same_name(name, person.name):
        found.add(Finding.NAME_DIFFERS)
    return frozenset(found)


def _of_age(born_on: date | None, on: date) -> Iterable[Finding]:
    if born_on is None:
        yield Finding.AGE_UNKNOWN
    elif (age := age_on(born_on, on)) < LOWEST_AGE:
        yield Finding.UNDER_THIRTEEN
    elif age < AGE_OF_OWN_ACCESS:
        yield Finding.UNDER_SIXTEEN


def _of_address(person: RegisteredPerson, received_on: date) -> Iterable[Finding]:
    if protected := _OF_PROTECTION.get(person.protection):
        yield protected
    if person.standing is Standing.EMIGRATED:
        yield Finding.EMIGRATED
    if person.protection is Protection.STRICTLY_CONFIDENTIAL:
        return
    if person.address is None or not person.address.city:
        yield Finding.NO_ADDRESS
        return
    if person.address.abroad:
        yield Finding.ADDRESS_ABROAD
    if changed_recently(person.address, received_on):
        yield Finding.ADDRESS_CHANGED_RECENTLY


def changed_recently(address: Address, received_on: date) -> bool:
    """Tell whether the address may have been moved by whoever sent the form.

    An address without a date, or with one after the form came, counts as changed.

    >>> home = Address(("Storgata 1",), "3104", "Tønsberg", "NO", date(2026, 1, 1))
    >>> changed_recently(home, date(2026, 1, 31)), changed_recently(home, date(2026, 1, 30))
    (False, True)
    """
    quiet = timedelta(days=QUIET_DAYS_AFTER_A_MOVE)
    return address.registered_on is None or address.registered_on > received_on - quiet


def age_on(born_on: date, day: date) -> int:
    """Return the full years lived on `day`; who is born on 29 February has birthday on 1 March.

    >>> age_on(date(2012, 2, 29), date(2025, 2, 28)), age_on(date(2012, 2, 29), date(2025, 3, 1))
    (12, 13)
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def same_name(on_form: str, registered: str) -> bool:
    """Tell whether the form's name is the registered one, or a part of it with first and last name.

    >>> same_name("kari NORDMANN", "Kari Anne Nordmann"), same_name("Kari Hansen", "Kari Nordmann")
    (True, False)
    """
    written, known = on_form.casefold().split(), registered.casefold().split()
    if not written or not known:
        return False
    ends_match = (written[0], written[-1]) == (known[0], known[-1])
    return ends_match and set(written) <= set(known)


PROTECTED: Final = frozenset(_OF_PROTECTION.values())
"""Findings for which only those with a right of their own work with the person's cases."""


def closes(findings: Iterable[Finding]) -> bool:
    """Tell whether the case ends here."""
    return any(CONSEQUENCES[finding] is Consequence.CLOSES for finding in findings)


def rules_out(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding for which the request cannot be accepted, if there is one."""
    against = {Consequence.RULES_OUT, Consequence.CLOSES}
    return next((f for f in sorted(findings) if CONSEQUENCES[f] in against), None)


def bars_letter(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding for which nobody may have the system print a letter, if there is one."""
    return next((f for f in sorted(findings) if CONSEQUENCES[f] is Consequence.BARS_LETTER), None)


def holds_letter(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding for which no letter is printed of itself, if there is one."""
    return next((f for f in sorted(findings) if CONSEQUENCES[f] in _STOPPING_LETTERS), None)


def stops_code(findings: Iterable[Finding]) -> bool:
    """Tell whether anything found keeps a code from being sent without a person's look."""
    return any(CONSEQUENCES[finding] is not Consequence.INFORMS for finding in findings)
