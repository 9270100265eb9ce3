"""The dated fee rate, and what it makes of hours, travel time and copies of records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from contracts.vocabulary import Text

_MINUTES_OF_HALF_AN_HOUR = 30


@dataclass(frozen=True, slots=True)
class HourlyRate:
    """What an hour is paid from a day on.

    Attributes:
        starts_on: first day it is in force.
        kroner: the rate, without VAT.
        confirmed: whether an official text, or two agreeing sources, state both figure and day.
        source: where it was read.
    """

    starts_on: date
    kroner: Decimal
    confirmed: bool
    source: str


class RatesOutOfOrder(ValueError):
    """Rates must each begin later than the one before, the last one before it ends."""


@dataclass(frozen=True, slots=True)
class Fraction:
    """A fraction of the rate that the regulation names. It is told, and used by no rule."""

    subject: str
    starts_on: date | None
    fraction: str
    text: Text


@dataclass(frozen=True, slots=True)
class FeeRates:
    """Every known rate, oldest first, and the last day that they are known to cover."""

    rates: Sequence[HourlyRate]
    known_until: date
    fractions: Sequence[Fraction] = ()

    def __post_init__(self) -> None:
        days = [rate.starts_on for rate in self.rates] + [self.known_until]
        if not self.rates or any(later <= earlier for earlier, later in pairwise(days)):
            raise RatesOutOfOrder

    def on(self, day: date) -> HourlyRate | None:
        """Return the confirmed rate in force on `day`, or `None` when a person must look."""
        if day > self.known_until:
            return None
        in_force = [rate for rate in self.rates if rate.starts_on <= day]
        return in_force[-1] if in_force and in_force[-1].confirmed else None


def record_copy_price(hourly: Decimal) -> Decimal:
    """Return the price of one delivery of copied records: half an hour's rate, in whole kroner.

    >>> record_copy_price(Decimal("1265.00"))
    Decimal('633')
    """
    return (hourly / 2).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def payable_travel_hours(minutes: int) -> Decimal:
    """Return the hours paid for `minutes` of travel: every half-hour begun.

    >>> [str(payable_travel_hours(minutes)) for minutes in (0, 1, 30, 31, 60, 61)]
    ['0', '0.5', '0.5', '1', '1', '1.5']
    """
    begun = -(-minutes // _MINUTES_OF_HALF_AN_HOUR)
    return Decimal(begun // 2) + (Decimal("0.5") if begun % 2 else Decimal(0))
