"""Claims as they come in on ordinary days: mostly plain, some long, some with papers or company."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from contracts.identity_numbers import NationalIdentityNumber
from service_kit.testing import synthetic_number
from travel_api.domain.answers import NOT_TOLD, Answers, may_ask_records, with_answers
from travel_api.domain.facts import BornOn, Facts
from travel_api.domain.words import Answer, Record
from travel_api.testing.cases import FACTS, body_of

_FIRST_DAY: Final = date(2024, 1, 1)
_DAYS: Final = 1_000
_FIRST_BIRTH: Final = date(1940, 1, 1)
_DAYS_OF_BIRTH: Final = 29_000
_GUARDIANS: Final = date(2009, 1, 1)
_CHOICES: Final = {
    "own_region": 80,
    "nearest": 8,
    "free_choice": 6,
    "not_offered_in_region": 3,
    "elsewhere": 3,
}
_NEED: Final = {"kind": "need_car_or_taxi", "ground": "health", "issued_by": "practitioner"}
_ATTENDED: Final = {"kind": "attendance_confirmation", "issued_by": "treatment_centre"}
_COMPANION: Final = {"kind": "need_companion", "ground": "health", "issued_by": "practitioner"}


@dataclass(frozen=True, slots=True)
class Everyday:
    """One claim as it was sent, the day it came, and what the registers told of it."""

    facts: Facts
    received_on: date
    born_on: date
    answers: Answers

    def patient(self, n: int) -> NationalIdentityNumber:
        """Return the `n`-th person born on the patient's birthday."""
        number = synthetic_number(n, born=self.born_on)
        return NationalIdentityNumber.parse(number, allow_synthetic=True)


def an_everyday_claim(random: Random) -> Everyday:
    """Return a claim for travel between 2024 and autumn 2026, received within the deadline."""
    day = _FIRST_DAY + timedelta(days=random.randrange(_DAYS))
    born_on = min(_FIRST_BIRTH + timedelta(days=random.randrange(_DAYS_OF_BIRTH)), day)
    body = body_of(_given(random, day, child=born_on >= _GUARDIANS))
    facts = FACTS.validate_python(body | {"patient": {"age": {"kind": NOT_TOLD.kind}}})
    answers = Answers(known_person=True, age=BornOn("born_on", born_on))
    if may_ask_records(with_answers(facts, answers)):
        attendance = Record.NO_ANSWER if _happens(random, 5) else Record.ATTENDED
        answers = Answers(
            known_person=True,
            age=answers.age,
            attendance=attendance,
            publicly_approved=Answer.YES,
        )
    return Everyday(facts, day + timedelta(days=random.randrange(1, 170)), born_on, answers)


def _given(random: Random, day: date, *, child: bool) -> dict[str, Any]:
    """Return a claim in the short form of the worked cases."""
    tenths = max(20, int(random.lognormvariate(4.0, 0.9) * 10))
    journey = {
        "day": day.isoformat(),
        "km": f"{tenths // 10}.{tenths % 10}",
        "fare": "unknown" if _happens(random, 2) else f"{20 + tenths // 4}.00",
        "there_and_back": _happens(random, 90),
        "mode": random.choices(("car", "bus", "train", "air"), (70, 18, 10, 2))[0],
    }
    choice = random.choices(list(_CHOICES), list(_CHOICES.values()))[0]
    treatment: dict[str, Any] = {"choice": choice}
    if choice in {"nearest", "elsewhere"}:
        treatment["nearest"] = {"km": f"{tenths // 20}.0", "fare": "60.00"}
    given: dict[str, Any] = {"treatment": treatment, "journeys": [journey], "evidence": []}
    if _happens(random, 30):
        card = {"valid_from": f"{day.year}-01-01", "valid_to": f"{day.year}-12-31"}
        given["charge"] = {"exemption_card": card}
    if child:
        given["claimant"] = {"role": "guardian"}
        given["evidence"].append(_ATTENDED)
    if _happens(random, 20):
        given["expenses"] = [{"kind": "parking", "amount": f"{random.randrange(20, 300)}.00"}]
        given["evidence"] += [_NEED] * (_happens(random, 50))
    if _happens(random, 10):
        given["companions"] = [{"mode": "car", "same_car": "yes"}]
        given["evidence"] += [_COMPANION, _ATTENDED]
    return given


def _happens(random: Random, per_cent: int) -> bool:
    return random.randrange(100) < per_cent
