"""What a rule's function answers when the document does not keep the rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.rule import Weight
from invoice_api.domain.document import Document, Place
from invoice_api.domain.house.circumstances import Circumstances


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a rule is not kept.

    Attributes:
        place: where in the document.
        fix: what to change; where it can, the element as it should read.
        term: business term of EN 16931.
        expected: what should stand there.
        found: what stands there; never a name or an identity number.
        weight: a milder weight than the rule's own, where the catalogue allows it.
    """

    place: Place
    fix: Text
    term: str | None = None
    expected: str | None = None
    found: str | None = None
    weight: Weight | None = None


Test = Callable[[Document, Circumstances], Iterable[Breach]]
"""A rule's function: none, one or several breaches."""


def written(amount: Decimal) -> str:
    """Return an amount or a number of hours as people write it, without trailing zeros.

    >>> written(Decimal("1265.000")), written(Decimal("1.50")), written(Decimal("1E+3"))
    ('1265', '1.5', '1000')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def kroner(amount: Decimal) -> str:
    """Return an amount with two decimals.

    >>> kroner(Decimal(633))
    '633.00'
    """
    return f"{amount:.2f}"
