"""Bodies about papers and findings that come after a claim."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from service_kit.wire import Date, Request, Response
from travel_api.domain import facts as domain
from travel_api.domain.papers import (
    ApprovalFinding,
    AttendanceFinding,
    Finding,
    JourneyFinding,
    PersonFinding,
    ReadingFinding,
    Receipt,
    TreatmentFinding,
)
from travel_api.storage.documents import Document


class ReceiptIn(Request):
    """The receipt of an expense that was claimed without one."""

    kind: Literal["receipt"]
    expense: Annotated[str, Field(max_length=40, description="The id of the expense")]
    upload_id: Annotated[
        UUID | None, Field(description="Only a clerk or handler may leave it out, for paper")
    ] = None


class EvidenceIn(Request):
    """A document that confirms something."""

    kind: Literal["evidence"]
    evidence: domain.Evidence


PaperIn = Annotated[ReceiptIn | EvidenceIn, Field(discriminator="kind")]


class AttendanceFindingIn(Request):
    """Whether the patient was at the treatment, found out by the office."""

    kind: Literal["attendance"]
    attended: bool


class ApprovalFindingIn(Request):
    """Whether the treatment was public health service, found out by the office."""

    kind: Literal["publicly_approved"]
    publicly_approved: bool


class PersonFindingIn(Request):
    """The patient's birth date, where the population register did not tell it."""

    kind: Literal["person"]
    birth_date: Annotated[Date, Field(description="ISO date")]


class TreatmentFindingIn(Request):
    """What the treatment was, in place of what was claimed."""

    kind: Literal["treatment"]
    treatment: domain.Treatment


class JourneyFindingIn(Request):
    """What a journey was, in place of the claimed one with the same id."""

    kind: Literal["journey"]
    journey: domain.Journey


class ReadingFindingIn(Request):
    """Another answer, in this claim, to a question that the sources leave open."""

    kind: Literal["reading"]
    question: Literal["A01", "A02", "A06"]
    choice: Literal["refused", "granted", "rate", "fare", "better"]


FindingIn = Annotated[
    AttendanceFindingIn
    | ApprovalFindingIn
    | PersonFindingIn
    | TreatmentFindingIn
    | JourneyFindingIn
    | ReadingFindingIn,
    Field(discriminator="kind"),
]


class DocumentOut(Response):
    """A file that was sent with a claim."""

    document_id: UUID
    purpose: str
    media_type: str
    sha256: str
    added_at: datetime


class DocumentList(Response):
    """The files of a claim, in the order they came."""

    items: Sequence[DocumentOut]


def paper_of(body: PaperIn) -> Receipt | domain.Evidence:
    """Return a paper as the use case takes it."""
    match body:
        case ReceiptIn():
            return Receipt(expense=body.expense, upload_id=body.upload_id)
        case EvidenceIn():
            return body.evidence


def finding_of(body: FindingIn) -> Finding:
    """Return a finding as the use case takes it."""
    match body:
        case AttendanceFindingIn():
            return AttendanceFinding(attended=body.attended)
        case ApprovalFindingIn():
            return ApprovalFinding(publicly_approved=body.publicly_approved)
        case PersonFindingIn():
            return PersonFinding(born=domain.BornOn("born_on", body.birth_date))
        case TreatmentFindingIn():
            return TreatmentFinding(treatment=body.treatment)
        case ReadingFindingIn():
            return ReadingFinding(question=body.question, choice=body.choice)
        case JourneyFindingIn():
            return JourneyFinding(journey=body.journey)


def document_out(document: Document) -> DocumentOut:
    """Return a document as it goes on the wire."""
    return DocumentOut(
        document_id=document.upload_id,
        purpose=document.purpose,
        media_type=document.media_type,
        sha256=document.sha256,
        added_at=document.added_at,
    )
