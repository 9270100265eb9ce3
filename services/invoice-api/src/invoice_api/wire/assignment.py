"""Assignments as they are sent and answered."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import Ore
from invoice_api.domain.approval import unpayable
from invoice_api.domain.assignment import (
    Approval,
    ApprovedEntry,
    ApprovedOutlay,
    Assignment,
    AssignmentStatus,
    DeliveredBy,
    Entry,
    EntryKind,
    Outlay,
    Submission,
)
from invoice_api.domain.house.breach import kroner, written
from invoice_api.domain.house.receipts import Receipt, ReceiptFact, missing_facts
from invoice_api.storage.attestations import StoredAttestation
from invoice_api.use_cases.assignments import AssignmentView
from invoice_api.wire.words import Limit, LongText, ShortText
from service_kit.wire import Date, Money, MoneyOut, Request, Response, WholeNumber

CaseNumber = Annotated[str, Field(pattern=r"^N20[0-9]{2}/[0-9]{4,6}$", examples=["N2021/01234"])]
"""A case number as experts write it."""

Minutes = Annotated[
    WholeNumber, Field(ge=0, le=1440, json_schema_extra={"minimum": 0, "maximum": 1440})
]
"""Time on one day."""


class EntryIn(Request):
    """Time spent on one day."""

    kind: EntryKind
    day: Date
    minutes: Minutes
    deduction: Annotated[
        Money | None, Field(description="What the employer deducted in salary for an absence")
    ] = None
    proof_upload_id: Annotated[
        UUID | None, Field(description="The employer's confirmation of the deduction")
    ] = None


class ReceiptIn(Request):
    """What a receipt shows. What it does not show is left out or null."""

    kind: Annotated[
        Literal["ordinary", "hotel", "flight"],
        Field(description="A hotel or flight needs both its first and its last day"),
    ] = "ordinary"
    supplier: ShortText | None = None
    what: ShortText | None = None
    buyer: ShortText | None = None
    bought_on: Date | None = None
    until: Date | None = None
    vat_rate: Annotated[
        str | None, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})?$", description="Per cent")
    ] = None
    paid: Annotated[bool, Field(description="The receipt confirms that it was paid")] = False

    def receipt(self) -> Receipt:
        """Return what the rules know of the receipt."""
        return Receipt(
            supplier=self.supplier,
            what=self.what,
            buyer=self.buyer,
            bought_on=self.bought_on,
            until=self.until,
            lasts=self.kind != "ordinary",
            vat_rate=Decimal(self.vat_rate) if self.vat_rate else None,
            paid=self.paid,
        )


class OutlayIn(Request):
    """One outlay and its receipt."""

    what: ShortText
    amount: Money
    receipt: ReceiptIn
    receipt_upload_id: UUID | None = None


class SubmissionIn(Request):
    """What an expert sends when an assignment is done."""

    case_number: CaseNumber
    expert_name: ShortText
    delivered_by: DeliveredBy
    delivered_on: Date
    deliverable: Annotated[LongText, Field(description="What was delivered, in a few words")]
    deliverable_upload_id: UUID | None = None
    entries: Annotated[list[EntryIn], Field(min_length=1, max_length=400)]
    outlays: Annotated[tuple[OutlayIn, ...], Field(max_length=100)] = ()

    def submission(self) -> Submission:
        """Return what the domain knows of it."""
        return Submission(
            case_number=self.case_number,
            expert_name=self.expert_name,
            delivered_by=self.delivered_by,
            delivered_on=self.delivered_on,
            deliverable=self.deliverable,
            deliverable_upload_id=self.deliverable_upload_id,
            entries=tuple(
                Entry(
                    kind=entry.kind,
                    day=entry.day,
                    minutes=entry.minutes,
                    deduction=entry.deduction,
                    proof_upload_id=entry.proof_upload_id,
                )
                for entry in self.entries
            ),
            outlays=tuple(
                Outlay(
                    what=outlay.what,
                    amount=outlay.amount,
                    receipt=outlay.receipt.receipt(),
                    receipt_upload_id=outlay.receipt_upload_id,
                )
                for outlay in self.outlays
            ),
        )


class ReturnIn(Request):
    """Why an assignment is returned."""

    reasons: LongText


class ApprovedEntryIn(Request):
    """What is approved of one entry."""

    minutes: Minutes
    deduction: Money = Ore(0)
    reason: Annotated[LongText | None, Field(description="Needed when it is cut")] = None


class ApprovedOutlayIn(Request):
    """What is approved of one outlay."""

    amount: Money
    reason: Annotated[LongText | None, Field(description="Needed when it is cut")] = None


class ApprovalIn(Request):
    """A line by line answer, in the order of the submission."""

    entries: Annotated[list[ApprovedEntryIn], Field(max_length=400)]
    outlays: Annotated[tuple[ApprovedOutlayIn, ...], Field(max_length=100)] = ()

    def approval(self) -> Approval:
        """Return what the domain knows of it."""
        return Approval(
            entries=tuple(
                ApprovedEntry(entry.minutes, entry.deduction, entry.reason)
                for entry in self.entries
            ),
            outlays=tuple(ApprovedOutlay(outlay.amount, outlay.reason) for outlay in self.outlays),
        )


class AttestationIn(Request):
    """What a person adds when attesting."""

    hourly_rate: Annotated[
        Money | None,
        Field(description="The rate a person vouches for, used only where none is confirmed"),
    ] = None


class AssignmentSearch(Request):
    """Which assignments are wanted."""

    case_number: CaseNumber | None = None
    limit: Limit = 20


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
