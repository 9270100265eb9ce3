"""Bodies about claims."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, model_validator

from service_kit.wire import Date, NationalId, Request, Response
from travel_api.domain import facts as domain
from travel_api.domain.answers import NOT_TOLD
from travel_api.domain.claims import Channel, ClaimStatus
from travel_api.domain.decisions import LACKING, Reservation, reservations
from travel_api.domain.facts import Facts
from travel_api.domain.words import LateReason, Role
from travel_api.storage.claims import ClaimFile
from travel_api.use_cases.reading import ClaimView
from travel_api.use_cases.submitting import Submission
from travel_api.wire.assessments import AssessmentOut, assessment_out
from travel_api.wire.decisions import DecisionSummary, decision_summary


class ClaimantIn(Request):
    """Who claims."""

    role: Role
    national_id: NationalId


class PatientIn(Request):
    """Who is treated. The birth date comes from the population register."""

    national_id: NationalId


class ClaimIn(Request):
    """A claim for reimbursement of patient travel.

    Attendance and public approval of the treatment are looked up in the treatment records; what
    is stated about them here counts only where the records do not tell.
    """

    claimant: ClaimantIn
    patient: PatientIn
    treatment: domain.Treatment
    journeys: Annotated[list[domain.Journey], Field(min_length=1, max_length=200)]
    companions: Annotated[tuple[domain.Companion, ...], Field(max_length=10)] = ()
    expenses: Annotated[tuple[domain.Expense, ...], Field(max_length=400)] = ()
    evidence: Annotated[tuple[domain.Evidence, ...], Field(max_length=100)] = ()
    charge: domain.Charge = domain.Charge()
    channel: Channel = Channel.ELECTRONIC
    received_on: Annotated[
        Date | None, Field(description="Only from a clerk: the day a claim on paper came")
    ] = None
    late_reason: LateReason = LateReason.NONE

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        self.facts()
        return self

    def facts(self) -> Facts:
        """Return what the rules may read of this claim: nothing that names anybody."""
        return Facts(
            claimant=domain.Claimant(role=self.claimant.role),
            patient=domain.Patient(age=NOT_TOLD),
            treatment=self.treatment,
            journeys=tuple(self.journeys),
            companions=tuple(self.companions),
            expenses=tuple(self.expenses),
            evidence=tuple(self.evidence),
            charge=self.charge,
            channel=self.channel.value,
            received_on=self.received_on,
            late_reason=self.late_reason,
        )

    def submission(self) -> Submission:
        """Return the claim as the use case takes it."""
        return Submission(
            claimant=self.claimant.national_id,
            patient=self.patient.national_id,
            facts=self.facts(),
            channel=self.channel,
            received_on=self.received_on,
        )


class ClaimSummary(Response):
    """A claim in a list."""

    claim_id: UUID
    number: str
    status: ClaimStatus
    channel: Channel
    role: Role
    received_on: date
    received_at: datetime


class ClaimOut(ClaimSummary):
    """A claim. Identity numbers never come back."""

    version: int
    office_tasks: Annotated[
        Sequence[Reservation], Field(description="What a case handler has to look at")
    ]
    assessment: Annotated[
        AssessmentOut | None,
        Field(description="The newest assessment; null until the registers have answered"),
    ]
    decisions: Sequence[DecisionSummary]


def claim_summary(file: ClaimFile) -> ClaimSummary:
    """Return a claim as a row of a list."""
    return ClaimSummary(**_common(file))


def claim_out(view: ClaimView) -> ClaimOut:
    """Return a claim with its newest assessment."""
    newest = view.newest
    return ClaimOut(
        **_common(view.file),
        version=view.file.claim.version,
        office_tasks=_office_tasks(view),
        assessment=None if newest is None else assessment_out(newest),
        decisions=[decision_summary(decision) for decision in view.decisions],
    )


def _office_tasks(view: ClaimView) -> list[Reservation]:
    waiting = {ClaimStatus.WITH_HANDLER, ClaimStatus.COMPLAINED}
    if view.newest is None or view.file.claim.status not in waiting:
        return []
    record, answers = view.newest.record, view.file.answers
    if record.assessment.outcome in LACKING and answers.known_person:
        return []
    return sorted(reservations(record.assessment, answers, record.facts.claimant.role))


def _common(file: ClaimFile) -> dict[str, Any]:
    return {
        "claim_id": file.claim.claim_id,
        "number": file.claim.number,
        "status": file.claim.status,
        "channel": file.claim.channel,
        "role": file.facts.claimant.role,
        "received_on": file.claim.received_on,
        "received_at": file.received_at,
    }
