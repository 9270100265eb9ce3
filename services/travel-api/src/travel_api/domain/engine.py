"""The assessment of a claim: one path through the rules, in a fixed order.

Admission, documents, nearest place, thresholds, transport, expenses, charge, companions, then
allowances; a rule that stops a journey says why and the next journey is taken.
"""

from contracts.vocabulary import Metres
from travel_api.domain.admission import admitted
from travel_api.domain.allowances import assess_allowances
from travel_api.domain.assessment import Assessment, AssessmentMode
from travel_api.domain.companions import assess_companions, assess_in_own_right
from travel_api.domain.conclusion import conclude
from travel_api.domain.documents import attendance, car_need
from travel_api.domain.facts import PATIENT, Facts, Journey
from travel_api.domain.interpretations import Interpretations
from travel_api.domain.law_dates import NEW_REGULATION
from travel_api.domain.leftovers import answer_leftovers
from travel_api.domain.nearest import settle_nearest
from travel_api.domain.old_regulation import assess_old
from travel_api.domain.parameters import Timeline
from travel_api.domain.patient import assess_patient
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.thresholds import thresholds_passed
from travel_api.domain.transport import is_long
from travel_api.domain.words import Answer, Role


def assess(
    facts: Facts,
    timeline: Timeline,
    interpretations: Interpretations,
    mode: AssessmentMode = AssessmentMode.STRICT,
) -> Assessment:
    """Assess a claim.

    Args:
        facts: everything that is known about the claim.
        timeline: the figures of every day. Each journey is assessed with those of the day it was
            completed, whenever it is claimed.
        interpretations: the readings chosen, and the rules switched off.
        mode: what to do with a figure that no source confirms.

    Returns:
        The outcome with a line for every step; the signed amounts of the lines sum to `payable`.
    """
    sheet = Sheet(facts, interpretations)
    latest = facts.journeys[0].completed_on
    for journey in facts.journeys:
        _assess_journey(sheet, _trip(sheet, journey, timeline))
        latest = max(latest, journey.completed_on)
    return conclude(sheet, mode, timeline.on(latest).minimum_payment)


def _trip(sheet: Sheet, journey: Journey, timeline: Timeline) -> Trip:
    route = counted = 0
    for leg in journey.legs:
        route += leg.distance_km
        if leg.requisitioned is not Answer.YES:
            counted += leg.distance_km
    claims_own = sheet.facts.claimant.role is not Role.COMPANION
    trip = Trip(
        journey=journey,
        on=journey.completed_on,
        parameters=timeline.on(journey.completed_on),
        expenses=sheet.expenses.get(journey.id, []),
        patient=claims_own and journey.patient_travels is Answer.YES,
        route=Metres(route),
        counted=Metres(counted),
        first_line=len(sheet.lines),
    )
    if sheet.facts.evidence:
        trip.need = car_need(sheet, trip)
    return trip


def _assess_journey(sheet: Sheet, trip: Trip) -> None:
    if not admitted(sheet, trip):
        return
    if trip.on < NEW_REGULATION:
        assess_old(sheet, trip)
        return
    sheet.inform("T-REG-02", trip, readings=("A23",))
    sheet.weighed += trip.parameters.unconfirmed_limits
    if not settle_nearest(sheet, trip):
        return
    match thresholds_passed(sheet, trip):
        case Answer.YES:
            _assess_travellers(sheet, trip)
        case Answer.NO:
            assess_in_own_right(sheet, trip)
        case Answer.UNKNOWN:
            return
    assess_allowances(sheet, trip)
    if trip.covered and trip.expenses:
        answer_leftovers(sheet, trip, long=is_long(sheet, trip))


def _assess_travellers(sheet: Sheet, trip: Trip) -> None:
    if trip.patient:
        sheet.entitled = True
        trip.covered.add(PATIENT)
        attendance(sheet, trip)
        assess_patient(sheet, trip)
    elif not any(trip.journey.id in companion.journeys for companion in sheet.facts.companions):
        sheet.lack("travellers", "claimant", "T-SCOPE-01", trip)
    assess_companions(sheet, trip)
