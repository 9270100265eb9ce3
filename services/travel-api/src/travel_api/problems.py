"""Which problem each refusal is answered with."""

from collections.abc import Mapping
from typing import Final

from service_kit.uploads import UPLOAD_PROBLEMS
from travel_api.domain.claims import StepNotAllowed
from travel_api.domain.complaints import ComplaintInTime
from travel_api.domain.decisions import NotAcknowledged, NotReadyToDecide, VerdictNeeded
from travel_api.domain.papers import NotInTheClaim
from travel_api.domain.readings import NoSuchReading
from travel_api.domain.submissions import (
    NotAnIdentityNumberHere,
    NotYourOwnClaim,
    PapersNotSent,
    PatientIsClaimant,
    ReceivedInFuture,
    UnknownUpload,
    WrongChannel,
)
from travel_api.domain.transport_requests import RequestAnswered
from travel_api.domain.whatif import AlreadyEnded, FigureUnreadable, UnknownFigure
from travel_api.storage.paging import CursorDoesNotFit

PROBLEMS: Final[Mapping[type[Exception], str]] = {
    **UPLOAD_PROBLEMS,
    StepNotAllowed: "claim-step-not-allowed",
    ComplaintInTime: "claim-step-not-allowed",
    AlreadyEnded: "reassessment-ended",
    UnknownFigure: "unknown-reference",
    FigureUnreadable: "unknown-reference",
    NoSuchReading: "unknown-reference",
    RequestAnswered: "claim-step-not-allowed",
    NotReadyToDecide: "claim-not-ready",
    NotAcknowledged: "reservations-not-acknowledged",
    VerdictNeeded: "verdict-needed",
    NotYourOwnClaim: "not-your-own-claim",
    NotAnIdentityNumberHere: "not-an-identity-number",
    PatientIsClaimant: "claim-does-not-fit",
    PapersNotSent: "papers-not-sent",
    WrongChannel: "claim-does-not-fit",
    ReceivedInFuture: "claim-does-not-fit",
    UnknownUpload: "unknown-reference",
    NotInTheClaim: "unknown-reference",
    CursorDoesNotFit: "unknown-reference",
}
"""Every refusal of the domain, and those of uploads, with the slug of its problem type."""
