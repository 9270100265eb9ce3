"""What comes to a claim after it was sent: papers, and what the office finds out."""

from dataclasses import dataclass, replace
from uuid import UUID

from travel_api.domain.answers import Answers
from travel_api.domain.claims import InputRefusal
from travel_api.domain.facts import BornOn, Evidence, Facts, Journey, Treatment
from travel_api.domain.readings import require_reading
from travel_api.domain.words import Answer, Record


class NotInTheClaim(InputRefusal):
    """Something was sent for an expense or a journey that the claim does not have."""

    def __init__(self) -> None:
        super().__init__("The claim has no such expense or journey.", code="not_in_claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The receipt of one expense."""

    expense: str
    upload_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceFinding:
    """Whether the patient was at the treatment."""

    attended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFinding:
    """Whether the treatment was public health service."""

    publicly_approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFinding:
    """That the patient is a living person, and when they were born."""

    born: BornOn


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentFinding:
    """What the treatment was, in place of what was claimed."""

    treatment: Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyFinding:
    """What a journey was, in place of the claimed one with the same id: its fares, its length."""

    journey: Journey


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFinding:
    """That a question the sources leave open is answered otherwise in this claim."""

    question: str
    choice: str


Finding = (
    AttendanceFinding
    | ApprovalFinding
    | PersonFinding
    | TreatmentFinding
    | JourneyFinding
    | ReadingFinding
)
"""What the office has found out about a claim."""


def with_finding(facts: Facts, answers: Answers, finding: Finding) -> tuple[Facts, Answers]:
    """Return what is known of a claim after `finding`.

    Raises:
        NotInTheClaim: the claim has no journey of that id.
        NoSuchReading: the question has no such answer.
    """
    match finding:
        case AttendanceFinding(attended=attended):
            record = Record.ATTENDED if attended else Record.NOT_ATTENDED
            return facts, replace(answers, attendance=record)
        case ApprovalFinding(publicly_approved=approved):
            answer = Answer.YES if approved else Answer.NO
            return facts, replace(answers, publicly_approved=answer)
        case PersonFinding(born=born):
            return facts, replace(answers, known_person=True, age=born)
        case ReadingFinding(question=question, choice=choice):
            require_reading(question, choice)
            return facts, replace(answers, readings={**answers.readings, question: choice})
        case TreatmentFinding(treatment=treatment):
            return replace(facts, treatment=treatment), answers
        case JourneyFinding(journey=journey):
            if journey.id not in {known.id for known in facts.journeys}:
                raise NotInTheClaim
            journeys = tuple(
                journey if known.id == journey.id else known for known in facts.journeys
            )
            return replace(facts, journeys=journeys), answers


def with_paper(facts: Facts, paper: Receipt | Evidence) -> Facts:
    """Return `facts` with one more paper.

    Raises:
        NotInTheClaim: it belongs to nothing that was claimed.
    """
    match paper:
        case Receipt(expense=name, upload_id=upload_id):
            if name not in {expense.id for expense in facts.expenses}:
                raise NotInTheClaim
            expenses = tuple(
                replace(expense, receipt="yes", receipt_upload_id=upload_id)
                if expense.id == name
                else expense
                for expense in facts.expenses
            )
            return replace(facts, expenses=expenses)
        case Evidence():
            if not set(paper.journeys) <= {journey.id for journey in facts.journeys}:
                raise NotInTheClaim
            return replace(facts, evidence=(*facts.evidence, paper))
