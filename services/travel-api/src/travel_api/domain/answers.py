"""What registers and handlers have told about a claim, and how it joins what was claimed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from travel_api.domain.facts import Age, AgeUnknown, Facts, Journey, completed_years
from travel_api.domain.words import Answer, Record, Role

ONE_DAY: Final = timedelta(days=1)
AGE_OF_PRIVACY: Final = 12
"""From this age on a child's treatment is not looked up for a guardian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """What the records say of one day."""

    on: date
    attended: Answer
    publicly_approved: Answer


NOT_TOLD: Final = AgeUnknown("unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everything that was told by others than the claimant.

    Attributes:
        known_person: whether the population register knows the patient as a living person.
        age: the patient's birth date, as the register has it.
        attendance: what the treatment records say of the journeys as a whole.
        publicly_approved: whether the treatment belonged to the public health service.
        overlapping: whether the claimant has another claim for travel on one of the same days.
        readings: questions that a handler answers otherwise in this claim.
    """

    known_person: bool = False
    age: Age = NOT_TOLD
    attendance: Record = Record.NOT_ASKED
    publicly_approved: Answer = Answer.UNKNOWN
    overlapping: bool = False
    readings: Mapping[str, str] = field(default_factory=dict)


def days_to_ask(journeys: Iterable[Journey]) -> list[date]:
    """Return the days the records are asked about: those of travel, and the day on either side.

    A patient may arrive the evening before the treatment and leave the morning after it.
    """
    return sorted({day for journey in journeys for day in _window(journey)})


def attendance_of(journeys: Iterable[Journey], told: Iterable[Attendance]) -> tuple[Record, Answer]:
    """Return what the records come to: attended or not, and whether it was publicly approved.

    Each journey needs a day of attendance beside it. A journey without one, all of whose days are
    answered no, was not to a treatment. Whatever is not told is not answered, and never a no.
    """
    by_day = {answer.on: answer for answer in told}
    records, approvals = set(), set()
    for journey in journeys:
        days = [by_day[day] for day in _window(journey) if day in by_day]
        attended = [day for day in days if day.attended is Answer.YES]
        if attended:
            records.add(Record.ATTENDED)
            approvals |= {day.publicly_approved for day in attended}
        elif days and all(day.attended is Answer.NO for day in days):
            records.add(Record.NOT_ATTENDED)
        else:
            records.add(Record.NO_ANSWER)
    approval = _worst(approvals)
    if records == {Record.ATTENDED} and approval is Answer.UNKNOWN:
        return Record.NO_ANSWER, approval
    order = (Record.NO_ANSWER, Record.NOT_ATTENDED, Record.ATTENDED)
    return next(record for record in order if record in records), approval


def may_ask_records(facts: Facts) -> bool:
    """Tell whether the treatment records may be asked for this claimant.

    A patient's own attendance is looked up, and that of a child under twelve for its guardian or
    parent. From twelve on the child has a right to privacy, and a companion has none to ask.
    """
    if facts.claimant.role is Role.PATIENT:
        return True
    if facts.claimant.role is Role.COMPANION:
        return False
    first_day = min(journey.completed_on for journey in facts.journeys)
    match facts.patient.age:
        case AgeUnknown():
            return False
        case age if age.kind == "years":
            return age.years < AGE_OF_PRIVACY
        case age:
            return completed_years(age.born_on, first_day) < AGE_OF_PRIVACY


def with_answers(facts: Facts, answers: Answers) -> Facts:
    """Return `facts` with what others have told in place of what the claimant could only guess."""
    told = answers.publicly_approved
    treatment = replace(
        facts.treatment,
        attendance=answers.attendance,
        publicly_approved=facts.treatment.publicly_approved if told is Answer.UNKNOWN else told,
    )
    return replace(facts, patient=replace(facts.patient, age=answers.age), treatment=treatment)


def _window(journey: Journey) -> set[date]:
    first, last = journey.started_on, journey.completed_on
    before = first - ONE_DAY if first > date.min else first
    after = last + ONE_DAY if last < date.max else last
    return {before, first, last, after}


def _worst(approvals: set[Answer]) -> Answer:
    order: Mapping[Answer, int] = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}
    return min(approvals, key=order.__getitem__, default=Answer.UNKNOWN)
