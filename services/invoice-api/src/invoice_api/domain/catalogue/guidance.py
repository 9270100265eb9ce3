"""Where to reach Helseklage, and where a complaint goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.vocabulary import Text


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One way to reach Helseklage.

    Attributes:
        kind: phone, email, post, visit, organisation_number, e_invoice, paper_invoice or help.
        value: the number or address.
        confirmed: whether the source states it.
        text: when and for what it is used.
        newer: what newer, undated copies of the page say, if they differ.
    """

    kind: str
    value: str
    confirmed: bool
    text: Text
    newer: Text | None


class DecidedBy(StrEnum):
    """Who decides a complaint at Helseklage."""

    BOARD = "board"
    AGENCY = "agency"
    UNKNOWN = "unknown"


class Listed(StrEnum):
    """Which version of the page names a body."""

    SOURCE = "source"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class ComplaintBody:
    """A body whose decisions Helseklage hears complaints about.

    Attributes:
        key: what a client asks with.
        name: today's name.
        former: an earlier name and until when.
        listed: which version of the page names it.
        decided_by: who decides at Helseklage.
    """

    key: str
    name: str
    former: str | None
    listed: Listed
    decided_by: DecidedBy


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A body whose decisions Helseklage hears no complaint about, and where they go instead."""

    key: str
    name: str
    text: Text


@dataclass(frozen=True, slots=True)
class ComplaintGuide:
    """Everything that is known about where complaints go.

    Attributes:
        bodies: whose decisions Helseklage hears complaints about.
        elsewhere: bodies that people ask about and that belong elsewhere.
        direct: what is sent to Helseklage directly.
        known: what the list rests on.
    """

    bodies: Sequence[ComplaintBody]
    elsewhere: Sequence[Elsewhere]
    direct: Text
    known: Text

    def matching(self, body: str) -> ComplaintBody | Elsewhere | None:
        """Return the body that is meant by a key or by a name, today's or former."""
        asked = " ".join(body.split()).casefold()
        for known in self.bodies:
            former = (known.former or "").partition(" (")[0].casefold()
            if asked and asked in {known.key, known.name.casefold(), former}:
                return known
        for other in self.elsewhere:
            if asked in {other.key, other.name.casefold()}:
                return other
        return None
