"""Assignments as they are answered."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from invoice_api.domain.approval import unpayable
from invoice_api.domain.assignment import Assignment, AssignmentStatus, DeliveredBy, Outlay
from invoice_api.domain.house.breach import kroner, written
from invoice_api.domain.house.receipts import ReceiptFact, missing_facts
from invoice_api.storage.attestations import StoredAttestation
from invoice_api.use_cases.assignments import AssignmentView
from service_kit.wire import MoneyOut, Response


class OutlayRemarkOut(Response):
    """What stands in the way of paying an outlay."""

    outlay: Annotated[int, Field(description="Number of the outlay, from 1")]
    missing: Annotated[list[ReceiptFact], Field(description="What the receipt does not show")]
    reasons: list[str]


class ReviewOut(Response):
    """What a case handler said."""

    no: int
    kind: str
    reasons: str | None


class AttestationOut(Response):
    """What was attested. The number stands on the form that goes with the invoice."""

    attestation_id: UUID
    number: str
    case_number: str
    finished_on: date
    hours: str
    travel_hours: str
    absence: str
    outlays: str
    total: str
    used: str

    @classmethod
    def of(cls, stored: StoredAttestation) -> "AttestationOut":
        """Return `stored` as it goes on the wire."""
        attested = stored.attested
        return cls(
            attestation_id=stored.attestation_id,
            number=attested.number,
            case_number=attested.case_number,
            finished_on=attested.finished_on,
            hours=written(attested.hours),
            travel_hours=written(attested.travel_hours),
            absence=kroner(attested.absence_kroner),
            outlays=kroner(attested.outlays_kroner),
            total=kroner(attested.total_kroner),
            used=kroner(attested.used_kroner),
        )


class AssignmentItemOut(Response):
    """An assignment in a list."""

    assignment_id: UUID
    status: AssignmentStatus
    case_number: str
    expert: Annotated[str, Field(description="Organisation number of the expert's enterprise")]
    delivered_by: DeliveredBy
    delivered_on: date
    minutes: Annotated[int, Field(description="All time that was asked for")]
    outlays: Annotated[MoneyOut, Field(description="All outlays that were asked for")]
    version: Annotated[int, Field(description="The ETag, to be sent in If-Match")]

    @classmethod
    def of(cls, assignment: Assignment) -> "AssignmentItemOut":
        """Return `assignment` as it goes on the wire."""
        return cls.model_validate(_members(assignment))


class AssignmentOut(AssignmentItemOut):
    """An assignment, what stands in its way, what was said of it, and its attestation."""

    remarks: list[OutlayRemarkOut]
    reviews: list[ReviewOut]
    attestation: AttestationOut | None

    @classmethod
    def made_of(cls, view: AssignmentView) -> "AssignmentOut":
        """Return `view` as it goes on the wire."""
        return cls.model_validate(
            {
                **_members(view.assignment),
                "remarks": list(_remarks(view.assignment.submission.outlays)),
                "reviews": [
                    ReviewOut(no=row.no, kind=row.kind, reasons=row.content.get("reasons"))
                    for row in view.reviews
                ],
                "attestation": AttestationOut.of(view.attestation) if view.attestation else None,
            }
        )


class AssignmentsOut(Response):
    """Assignments, newest first."""

    items: list[AssignmentItemOut]


def _members(assignment: Assignment) -> dict[str, object]:
    submission = assignment.submission
    return {
        "assignment_id": assignment.assignment_id,
        "status": assignment.status,
        "case_number": submission.case_number,
        "expert": assignment.expert,
        "delivered_by": submission.delivered_by,
        "delivered_on": submission.delivered_on,
        "minutes": sum(entry.minutes for entry in submission.entries),
        "outlays": sum(outlay.amount for outlay in submission.outlays),
        "version": assignment.version,
    }


def _remarks(outlays: tuple[Outlay, ...]) -> list[OutlayRemarkOut]:
    return [
        OutlayRemarkOut(
            outlay=number,
            missing=list(missing_facts(outlay.receipt)),
            reasons=list(unpayable(outlay)),
        )
        for number, outlay in enumerate(outlays, 1)
        if list(unpayable(outlay))
    ]
