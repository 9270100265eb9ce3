"""What the documents that are held confirm, and which documents a journey needs."""

from collections.abc import Collection
from typing import Final

from travel_api.domain.assessment import MissingFrom
from travel_api.domain.facts import Evidence
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import EvidenceKind, Ground, Issuer, Role

HEALTH_ISSUERS: Final = frozenset({Issuer.PRACTITIONER, Issuer.TREATMENT_CENTRE})
"""A treatment centre's confirmation is given by its practitioners (A35)."""

_CONFIRMATION_FROM: Final = 12
_CONFIRMATION_BELOW: Final = 18


def held(
    sheet: Sheet, trip: Trip, kind: EvidenceKind, issuers: Collection[Issuer]
) -> Evidence | None:
    """Return a document of a kind for a journey, from one who may issue it, if there is one."""
    for document in sheet.facts.evidence:
        if document.kind is kind and document.issued_by in issuers and _covers(document, trip):
            return document
    return None


def car_need(sheet: Sheet, trip: Trip) -> Ground | None:
    """Return the documented ground for a car or a taxi: health before traffic.

    A document from one who may not confirm its ground documents nothing (A16).
    """
    grounds = {
        document.ground
        for document in sheet.facts.evidence
        if document.kind is EvidenceKind.NEED_CAR_OR_TAXI
        and _covers(document, trip)
        and _may_confirm(document)
    }
    if Ground.HEALTH in grounds:
        return Ground.HEALTH
    return Ground.TRAFFIC if Ground.TRAFFIC in grounds else None


def need_rule(ground: Ground) -> str:
    """Return the rule that says who confirms a ground."""
    return "T-EXTRA-02" if ground is Ground.HEALTH else "T-EXTRA-03"


def ask_for_car_need(sheet: Sheet, trip: Trip, traveller: str, expense: str | None = None) -> None:
    """Ask for the document that a car or a taxi was needed, of the one who may give it."""
    given_by: MissingFrom = "practitioner"
    rule = "T-EXTRA-01"
    for document in sheet.facts.evidence:
        if document.kind is EvidenceKind.NEED_CAR_OR_TAXI and _covers(document, trip):
            traffic = document.ground is Ground.TRAFFIC
            given_by = "patient_travel_office" if traffic else "practitioner"
            rule = need_rule(Ground.TRAFFIC if traffic else Ground.HEALTH)
    sheet.lack("need_car_or_taxi", given_by, rule, trip, traveller=traveller, expense=expense)


def attendance(sheet: Sheet, trip: Trip) -> None:
    """Ask for a confirmation of attendance where the patient's own records may not be used.

    A patient gives none. Whoever claims for a child of 12 to 17 does, since the child has a right
    to privacy. A guardian of a grown patient is not a case the source knows (A20).
    """
    if sheet.facts.claimant.role not in {Role.GUARDIAN, Role.PARENT}:
        sheet.inform("T-DOC-01", trip)
        return
    age = sheet.age_on(trip.on)
    if age is None:
        sheet.lack_age("T-DOC-02", trip)
    elif age >= _CONFIRMATION_BELOW:
        sheet.inform("T-DOC-02", trip, readings=("A20",))
        sheet.review = True
    elif age >= _CONFIRMATION_FROM:
        confirm_attendance(sheet, trip, "T-DOC-02")


def confirm_attendance(sheet: Sheet, trip: Trip, rule: str, traveller: str | None = None) -> None:
    """Ask for a confirmation of attendance unless one is held."""
    if held(sheet, trip, EvidenceKind.ATTENDANCE, HEALTH_ISSUERS) is None:
        sheet.lack("attendance_confirmation", "treatment_centre", rule, trip, traveller=traveller)


def _covers(document: Evidence, trip: Trip) -> bool:
    return not document.journeys or trip.journey.id in document.journeys


def _may_confirm(document: Evidence) -> bool:
    match document.ground:
        case Ground.HEALTH:
            return document.issued_by in HEALTH_ISSUERS
        case Ground.TRAFFIC:
            return document.issued_by is Issuer.PATIENT_TRAVEL_OFFICE
        case None:
            return False
