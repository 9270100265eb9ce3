"""Assignments as they are sent, and what case handlers answer."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import Ore
from invoice_api.domain.assignment import (
    Approval,
    ApprovedEntry,
    ApprovedOutlay,
    DeliveredBy,
    Entry,
    EntryKind,
    Outlay,
    Submission,
)
from invoice_api.domain.house.receipts import Receipt
from invoice_api.wire.words import Limit, LongText, ShortText
from service_kit.wire import Date, Money, Request, WholeNumber

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
    deduction: Annotated[Money, Field(json_schema_extra={"default": "0.00"})] = Ore(0)
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
