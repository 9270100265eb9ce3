"""What is known about a claim: the only thing the rules read.

Every fact that may be unknown says so itself (`yes`, `no`, `unknown`, or a tagged case); nothing
is null where a rule would have to guess. The dataclasses are validated as they stand.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Final, Literal
from uuid import UUID

from annotated_types import Len

from travel_api.domain.notation import Day, Kilometres, Money, Name, TaggedBy, Whole
from travel_api.domain.words import (
    Answer,
    Choice,
    EvidenceKind,
    Exemption,
    ExpenseKind,
    Ground,
    Issuer,
    LateReason,
    Level,
    Mode,
    Record,
    Role,
)

PATIENT = "patient"
"""The traveller who is treated; every other traveller is named by a companion's id."""


class Fact:
    """A fact takes no field that it does not know."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class BornOn(Fact):
    """The patient's date of birth."""

    kind: Literal["born_on"]
    born_on: Day


@dataclass(frozen=True, slots=True)
class Years(Fact):
    """The patient's age in completed years on every day of travel in the claim."""

    kind: Literal["years"]
    years: Annotated[int, Whole(0, 130)]


@dataclass(frozen=True, slots=True)
class AgeUnknown(Fact):
    """Nobody has told the patient's age."""

    kind: Literal["unknown"]


AGE_UNKNOWN: Final = AgeUnknown("unknown")

Age = Annotated[BornOn | Years | AgeUnknown, TaggedBy("kind")]


@dataclass(frozen=True, slots=True)
class Amount(Fact):
    """A fare that is known, one way."""

    kind: Literal["amount"]
    amount: Money


@dataclass(frozen=True, slots=True)
class NoService(Fact):
    """There is no public transport on the route."""

    kind: Literal["no_service"]


@dataclass(frozen=True, slots=True)
class FareUnknown(Fact):
    """Nobody has told the fare."""

    kind: Literal["unknown"]


Fare = Annotated[Amount | NoService | FareUnknown, TaggedBy("kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant(Fact):
    """Who claims, and so whose expenses are claimed."""

    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Fact):
    """The person who is treated."""

    age: Age


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest(Fact):
    """The nearest place where the treatment could have been given."""

    distance_km: Kilometres
    fare: Fare


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment(Fact):
    """What the patient travelled to."""

    level: Level
    publicly_approved: Answer
    choice: Choice
    attendance: Record = Record.NOT_ASKED
    admitted: Answer = Answer.NO
    seriously_ill: Answer = Answer.NO
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg(Fact):
    """One part of a journey, travelled one way by one means."""

    id: Name
    mode: Mode
    distance_km: Kilometres
    with_car: Answer = Answer.NO
    requisitioned: Answer = Answer.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey(Fact):
    """One journey one way. The day it was completed decides which rules and rates apply."""

    id: Name
    started_on: Day
    completed_on: Day
    cheapest_public_fare: Fare
    local_minimum_fare: Fare
    legs: Annotated[tuple[Leg, ...], Len(1, 20)]
    patient_travels: Answer = Answer.YES
    declined_offer: Answer = Answer.NO
    emergency: Answer = Answer.NO

    def __post_init__(self) -> None:
        if self.started_on > self.completed_on:
            raise ValueError("A journey is completed on the day it started or later.")
        if len({leg.id for leg in self.legs}) != len(self.legs):
            raise ValueError("Each leg of a journey has an id of its own.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion(Fact):
    """A person who travelled because of the patient."""

    id: Name
    relation: Literal["parent", "other"]
    journeys: Annotated[tuple[Name, ...], Len(1, 200)]
    mode: Literal["car", "public"]
    same_car: Answer = Answer.UNKNOWN
    accompanies: Answer = Answer.YES
    own_distance_km: Kilometres | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense(Fact):
    """An expense claimed beside the distance; with a receipt, or without."""

    id: Name
    kind: ExpenseKind
    journey: Name
    traveller: Name
    amount: Money
    receipt: Literal["yes", "no"] = "no"
    receipt_upload_id: UUID | None = None
    minutes: Annotated[int, Whole(0, 527_040)] | None = None
    nights: Annotated[int, Whole(0, 366)] | None = None
    private_lodging: Answer = Answer.NO

    @property
    def has_receipt(self) -> bool:
        """Whether a receipt is held, on paper or as an upload."""
        return self.receipt == "yes" or self.receipt_upload_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Fact):
    """A document that is held. Without journeys it speaks of the whole claim."""

    kind: EvidenceKind
    issued_by: Issuer
    ground: Ground | None = None
    journeys: Annotated[tuple[Name, ...], Len(0, 200)] = ()
    upload_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionCard(Fact):
    """The exemption card for public health services (frikort); both days included."""

    valid_from: Day
    valid_to: Day

    def __post_init__(self) -> None:
        if self.valid_from > self.valid_to:
            raise ValueError("An exemption card ends on the day it starts or later.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge(Fact):
    """What the patient holds against the charge."""

    exemption_card: ExemptionCard | None = None
    exemption_ground: Exemption = Exemption.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Fact):
    """A whole claim as the rules see it; it names nobody."""

    claimant: Claimant
    patient: Patient
    treatment: Treatment
    journeys: Annotated[tuple[Journey, ...], Len(1, 200)]
    companions: Annotated[tuple[Companion, ...], Len(0, 10)] = ()
    expenses: Annotated[tuple[Expense, ...], Len(0, 400)] = ()
    evidence: Annotated[tuple[Evidence, ...], Len(0, 100)] = ()
    charge: Charge = Charge()
    channel: Literal["electronic", "paper"] = "electronic"
    received_on: Day | None = None
    late_reason: LateReason = LateReason.NONE

    def __post_init__(self) -> None:
        journeys = _distinct("journey", [journey.id for journey in self.journeys])
        travellers = _distinct("companion", [companion.id for companion in self.companions])
        _distinct("expense", [expense.id for expense in self.expenses])
        if PATIENT in travellers:
            raise ValueError("A companion is not called patient.")
        named = {expense.journey for expense in self.expenses}
        named.update(name for companion in self.companions for name in companion.journeys)
        named.update(name for document in self.evidence for name in document.journeys)
        if not named <= journeys:
            raise ValueError("Companions, expenses and evidence name journeys of the claim.")
        if not {expense.traveller for expense in self.expenses} <= travellers | {PATIENT}:
            raise ValueError("An expense is the patient's or a companion's.")


def _distinct(what: str, names: list[str]) -> set[str]:
    distinct = set(names)
    if len(distinct) != len(names):
        raise ValueError(f"Each {what} has an id of its own.")
    return distinct


def completed_years(born_on: date, on: date) -> int:
    """Return the age on a day.

    >>> completed_years(date(2008, 2, 29), date(2026, 2, 28))
    17
    """
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
