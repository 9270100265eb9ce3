"""What makes a claim one that can be received from this sender."""

from datetime import date
from uuid import UUID

from travel_api.domain.claims import Channel, InputRefusal, TravelRefusal
from travel_api.domain.facts import Facts
from travel_api.domain.words import Role


class NotYourOwnClaim(TravelRefusal):
    """The claimant is not the one who is logged in."""

    def __init__(self) -> None:
        super().__init__("The claimant is not the one who is logged in.")


class NotAnIdentityNumberHere(InputRefusal):
    """A national identity number does not pass its checks."""

    def __init__(self, pointer: str) -> None:
        super().__init__("This identity number is not valid.", code="check_digits", pointer=pointer)


class PatientIsClaimant(InputRefusal):
    """A patient claims for oneself, everybody else for another person."""

    def __init__(self) -> None:
        super().__init__(
            "In the role patient both numbers are the same; in any other role they differ.",
            code="role",
            pointer="/claimant/role",
        )


class PapersNotSent(InputRefusal):
    """An electronic claim states a receipt or a document that was not sent with it."""

    def __init__(self) -> None:
        super().__init__(
            "Upload every receipt and document that the claim says there is.", code="not_sent"
        )


class WrongChannel(InputRefusal):
    """Only a clerk enters a claim that came on paper, and tells when it came."""

    def __init__(self) -> None:
        super().__init__(
            "A clerk enters claims on paper, with the day they came; a citizen sends them "
            "electronically, and the day is today.",
            code="channel",
            pointer="/channel",
        )


class UnknownUpload(InputRefusal):
    """An upload is referred to that the sender does not have, or has used elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "An upload is not the sender's, is used in another claim, or was deleted after a day.",
            code="unknown_upload",
        )


class ReceivedInFuture(InputRefusal):
    """A paper claim cannot have come after today."""

    def __init__(self) -> None:
        super().__init__(
            "The day a claim came lies after today.", code="future", pointer="/received_on"
        )


def require_fitting_people(role: Role, *, same_person: bool) -> None:
    """Let pass a patient who claims for oneself, and others who claim for another.

    Raises:
        PatientIsClaimant: it is the other way round.
    """
    if (role is Role.PATIENT) is not same_person:
        raise PatientIsClaimant


def require_fitting_channel(channel: Channel, received_on: date | None, *, clerk: bool) -> None:
    """Let pass paper with its day from a clerk, and electronic claims from citizens.

    Raises:
        WrongChannel: the channel or the day does not fit the sender.
    """
    fits = (channel is Channel.PAPER, received_on is not None) == (clerk, clerk)
    if not fits:
        raise WrongChannel


def require_papers(facts: Facts) -> None:
    """Let pass an electronic claim whose every receipt and document was uploaded.

    Raises:
        PapersNotSent: one of them is stated and not sent.
    """
    receipts = all(
        expense.receipt == "no" or expense.receipt_upload_id is not None
        for expense in facts.expenses
    )
    if not receipts or any(document.upload_id is None for document in facts.evidence):
        raise PapersNotSent


def require_day_not_after(received_on: date, today: date) -> None:
    """Let pass a day up to today.

    Raises:
        ReceivedInFuture: it lies after today.
    """
    if received_on > today:
        raise ReceivedInFuture


def uploads_of(facts: Facts) -> frozenset[UUID]:
    """Return every upload that the facts refer to."""
    receipts = {expense.receipt_upload_id for expense in facts.expenses}
    papers = {document.upload_id for document in facts.evidence}
    return frozenset(upload for upload in receipts | papers if upload is not None)
