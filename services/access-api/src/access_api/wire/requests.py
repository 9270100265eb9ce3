"""Requests as they come in."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from access_api.domain.case import Channel, Ground, Kind
from access_api.domain.completeness import Identification, IdentificationKind, Signature
from access_api.domain.letters import Language
from access_api.use_cases.requests import Submission
from access_api.wire.numbers import CaseNumber
from service_kit.wire import Date, NationalId, Request


class PersonIn(Request):
    """Whom the form names."""

    name: str | None = Field(default=None, max_length=200)
    national_id: NationalId | None = None


class IdentificationIn(Request):
    """The identification that was enclosed. What cannot be read is left out."""

    kind: IdentificationKind | None = None
    expires_on: Date | None = None
    upload_id: UUID | None = Field(default=None, description="The copy, from `POST /uploads`")


class SignatureIn(Request):
    """Where and when the form was signed."""

    place: str | None = Field(default=None, max_length=200)
    signed_on: Date | None = None


class SelfServiceRequestIn(Request):
    """A block asked for by the person logged in. The login stands for form and signature."""

    channel: Literal["self_service"]
    kind: Literal["block", "reopen"] = Field(
        description="`block`. A reopening asked for by login is refused: it must come on paper."
    )
    person: PersonIn | None = None
    language: Language = Language.NB

    def submission(self) -> Submission:
        """Return the request as the use case takes it."""
        return Submission(
            kind=Kind(self.kind),
            channel=Channel.SELF_SERVICE,
            name="",
            number=self.person.national_id if self.person else None,
            identification=None,
            signature=None,
            upload_id=None,
            received_on=None,
            language=self.language,
        )


class PaperRequestIn(Request):
    """A signed form, registered by a clerk as it stands: what is missing is left out."""

    channel: Literal["paper"]
    kind: Kind = Field(description="`unclear` when neither box is ticked, or both")
    person: PersonIn | None = None
    identification: IdentificationIn | None = None
    signature: SignatureIn | None = None
    received_on: Date | None = Field(default=None, description="Day the form came in, else today")
    language: Language = Language.NB

    def submission(self) -> Submission:
        """Return the form as the use case takes it."""
        person, shown, signed = self.person, self.identification, self.signature
        return Submission(
            kind=self.kind,
            channel=Channel.PAPER,
            name=(person.name or "") if person else "",
            number=person.national_id if person else None,
            identification=Identification(
                shown.kind, shown.expires_on, has_copy=shown.upload_id is not None
            )
            if shown
            else None,
            signature=Signature(signed.place or "", signed.signed_on) if signed else None,
            upload_id=shown.upload_id if shown else None,
            received_on=self.received_on,
            language=self.language,
        )


AccessRequestIn = Annotated[SelfServiceRequestIn | PaperRequestIn, Field(discriminator="channel")]
"""A request to block or reopen a person's own access."""


class AcceptanceIn(Request):
    """The identification was looked at and everything is right."""

    verdict: Literal["accept"]


class ReviewGround(StrEnum):
    """Grounds that a reviewer rejects a request on."""

    IDENTIFICATION_NOT_ACCEPTED = "identification_not_accepted"
    IDENTIFICATION_EXPIRED = "identification_expired"
    DETAILS_INCORRECT = "details_incorrect"
    SIGNATURE_NOT_ACCEPTED = "signature_not_accepted"
    TOO_YOUNG = "too_young"
    NOT_THE_PERSON = "not_the_person"


class RejectionIn(Request):
    """The request cannot be granted."""

    verdict: Literal["reject"]
    ground: ReviewGround


ReviewIn = Annotated[AcceptanceIn | RejectionIn, Field(discriminator="verdict")]
"""What a reviewer has come to."""


def ground_of(review: AcceptanceIn | RejectionIn) -> Ground | None:
    """Return the ground of a rejection, none for an acceptance."""
    return Ground(review.ground) if isinstance(review, RejectionIn) else None


class WithdrawalIn(Request):
    """The person asks in writing to withdraw the request."""

    signed_on: Date = Field(description="Day on which the person signed the withdrawal")


class LetterOrderIn(Request):
    """A new code is to be sent. The old one stops working at once."""

    address_confirmed: bool = Field(
        description="A person has looked at the registered address and found it right"
    )


class SearchByCaseNumber(Request):
    """Find the case that a caller names."""

    by: Literal["case_number"]
    case_number: CaseNumber


class SearchByPerson(Request):
    """Find the cases of one person."""

    by: Literal["national_id"]
    national_id: NationalId


AccessRequestSearch = Annotated[SearchByCaseNumber | SearchByPerson, Field(discriminator="by")]
"""What to search for."""
