"""Dated figures: which value is in force on a day, and whether a source confirms it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Self


class Measure(StrEnum):
    """What a figure measures, and so how its whole number is read."""

    KRONER = "kr"
    KRONER_PER_KM = "kr_per_km"
    KRONER_PER_HOUR = "kr_per_hour"
    KILOMETRES = "km"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure in force on one day.

    `value` is øre or metres or years, by `measure`. `stands_in_for` is set when the row in force
    is not confirmed: then this is the newest confirmed row, good only for a provisional answer,
    and `stands_in_for` is the day from which the unconfirmed row applies. Before the first row
    the value is 0 and not confirmed.
    """

    id: str
    measure: Measure
    valid_from: date
    value: int
    confirmed: bool
    source: str
    stands_in_for: date | None = None

    def __hash__(self) -> int:
        return hash((self.id, self.valid_from))

    @property
    def provisional(self) -> bool:
        """Whether an answer resting on this figure is only provisional."""
        return not self.confirmed or self.stands_in_for is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One dated row of a series. A row that no source confirms may lack its value."""

    valid_from: date
    value: int | None
    confirmed: bool
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Every known row of one figure, oldest first."""

    id: str
    measure: Measure
    rows: tuple[Row, ...]

    def on(self, day: date) -> Parameter:
        """Return the figure in force on a day, or what stands in for it."""
        known = [row for row in self.rows if row.valid_from <= day]
        if not known:
            return Parameter(self.id, self.measure, date.min, 0, confirmed=False, source="")
        stands_in_for = None if known[-1].confirmed else known[-1].valid_from
        for row in reversed(known):
            if row.confirmed and row.value is not None:
                return Parameter(
                    self.id,
                    self.measure,
                    row.valid_from,
                    row.value,
                    confirmed=True,
                    source=row.source,
                    stands_in_for=stands_in_for,
                )
        return Parameter(self.id, self.measure, date.min, 0, confirmed=False, source="")

    def with_row(self, row: Row) -> Self:
        """Return the series with one row added, or replaced when the day is the same."""
        others = [known for known in self.rows if known.valid_from != row.valid_from]
        ordered = sorted([*others, row], key=lambda known: known.valid_from)
        return replace(self, rows=tuple(ordered))


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every figure the rules read, on one day.

    `unconfirmed_limits` are those among them that decide over every journey without a line of
    their own, and that no source confirms.
    """

    km_rate: Parameter
    charge: Parameter
    higher_charge: Parameter
    charge_free_below_age: Parameter
    least_distance: Parameter
    long_distance: Parameter
    minimum_payment: Parameter
    meal_day: Parameter
    overnight_max: Parameter
    companion_earnings_hour: Parameter
    hired_help_hour: Parameter
    injury_earnings_hour: Parameter
    injury_earnings_day: Parameter
    old_car_rate: Parameter
    unconfirmed_limits: tuple[Parameter, ...] = ()


FIGURES = frozenset(field.name for field in fields(Parameters) if field.type is Parameter)
"""The ids that the rules read. Other series may be published beside them."""


_LIMITS = ("least_distance", "long_distance", "charge_free_below_age")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The figures of every day, resolved once: between two days of change nothing changes."""

    starts: tuple[date, ...]
    snapshots: tuple[Parameters, ...]

    def on(self, day: date) -> Parameters:
        """Return the figures of a day."""
        return self.snapshots[bisect_right(self.starts, day) - 1]


def timeline(series: Mapping[str, Series]) -> Timeline:
    """Resolve every series into the figures of every day.

    Raises:
        KeyError: a figure that the rules read has no series.
    """
    read = [series[name] for name in FIGURES]
    changes = {row.valid_from for one in read for row in one.rows}
    starts = tuple(sorted({date.min} | changes))
    return Timeline(starts, tuple(_snapshot(read, day) for day in starts))


def _snapshot(series: Iterable[Series], day: date) -> Parameters:
    figures = {one.id: one.on(day) for one in series}
    unconfirmed = tuple(figures[name] for name in _LIMITS if figures[name].provisional)
    return Parameters(**figures, unconfirmed_limits=unconfirmed)


def overlaid(
    series: Mapping[str, Series], changes: Iterable[tuple[str, Row]]
) -> Mapping[str, Series]:
    """Return the series with some rows added or replaced; the originals stay as they are.

    Raises:
        KeyError: a change names a series that does not exist.
    """
    changed = dict(series)
    for name, row in changes:
        changed[name] = changed[name].with_row(row)
    return changed
