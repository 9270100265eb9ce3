"""The work sheet of one assessment: what the rules have said so far."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from contracts.vocabulary import Metres
from travel_api.domain.assessment import Effect, Line, Missing, MissingFrom
from travel_api.domain.facts import BornOn, Expense, Facts, Journey, Nearest, Years, completed_years
from travel_api.domain.interpretations import Interpretations
from travel_api.domain.parameters import Parameter, Parameters
from travel_api.domain.words import Ground


@dataclass(slots=True)
class Trip:
    """One journey under assessment, with what several rules need to know about it.

    `route` is the whole way, ferries included (A13); `counted` leaves out what was requisitioned.
    """

    journey: Journey
    on: date
    parameters: Parameters
    expenses: list[Expense]
    patient: bool
    route: Metres
    counted: Metres
    need: Ground | None = None
    cap: Nearest | None = None
    cap_rule: str = ""
    first_line: int = 0
    readings: tuple[str, ...] = ("A03",)
    covered: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Sheet:
    """Collects lines, gaps and flags. It lives no longer than one assessment.

    `weighed` holds the unconfirmed limits that a journey was held against: they decide without a
    line of their own.
    """

    facts: Facts
    interpretations: Interpretations
    lines: list[Line] = field(default_factory=list)
    missing: dict[Missing, None] = field(default_factory=dict)
    weighed: list[Parameter] = field(default_factory=list)
    review: bool = False
    redirected: bool = False
    entitled: bool = False
    allowed: set[tuple[str, str, date]] = field(default_factory=set)
    expenses: defaultdict[str, list[Expense]] = field(init=False)

    def __post_init__(self) -> None:
        self.expenses = defaultdict(list)
        for expense in self.facts.expenses:
            self.expenses[expense.journey].append(expense)

    def inform(
        self, rule: str, trip: Trip, *, traveller: str = "patient", readings: tuple[str, ...] = ()
    ) -> None:
        """Say that a rule was met, without an amount."""
        self.lines.append(
            Line(rule, Effect.INFORMS, traveller, trip.journey.id, interpretations=readings)
        )

    def refuse(
        self,
        rule: str,
        trip: Trip,
        *,
        traveller: str = "patient",
        expense: str | None = None,
        readings: tuple[str, ...] = (),
    ) -> None:
        """Say that a journey, a traveller or an expense is not covered."""
        self.lines.append(
            Line(
                rule,
                Effect.REFUSES,
                traveller,
                trip.journey.id,
                expense=expense,
                interpretations=readings,
            )
        )

    def lack(
        self,
        what: str,
        given_by: MissingFrom,
        rule: str,
        trip: Trip,
        *,
        traveller: str | None = None,
        expense: str | None = None,
    ) -> None:
        """Say what is lacking and who can give it."""
        self.missing[Missing(what, given_by, rule, trip.journey.id, traveller, expense)] = None

    def lack_age(self, rule: str, trip: Trip) -> None:
        """Ask for the date of birth: of whoever calculates, or of the register for a claim."""
        received = self.facts.received_on is not None
        self.lack("date_of_birth", "patient_travel_office" if received else "claimant", rule, trip)

    def age_on(self, day: date) -> int | None:
        """Return the patient's age in completed years on a day, or None when it is not known."""
        match self.facts.patient.age:
            case BornOn(born_on=born_on):
                return completed_years(born_on, day)
            case Years(years=years):
                return years
            case _:
                return None
