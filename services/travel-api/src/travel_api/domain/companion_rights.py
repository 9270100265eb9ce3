"""Who may travel with or to the patient at public expense."""

from dataclasses import dataclass
from typing import Final

from travel_api.domain.documents import HEALTH_ISSUERS, held
from travel_api.domain.facts import Companion
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, EvidenceKind

_OF_AGE: Final = 18
_MOST_PARENTS: Final = 2


@dataclass(slots=True)
class Party:
    """Who of a journey's companions is covered so far, and which car is paid already."""

    minor: bool | None
    patients_car_paid: bool
    ordinary: int = 0
    parents: int = 0
    parents_car_paid: bool = False


def party_of(sheet: Sheet, trip: Trip, *, patients_car_paid: bool) -> Party:
    """Begin to count the companions of a journey."""
    age = sheet.age_on(trip.on)
    return Party(None if age is None else age < _OF_AGE, patients_car_paid)


def ground_of_right(sheet: Sheet, trip: Trip, companion: Companion, party: Party) -> str | None:
    """Return the rule that covers a companion, or say why there is none.

    Both parents of an admitted child are covered whether they accompany it or not; both parents
    of a seriously ill child when they accompany it; otherwise one companion.
    """
    admitted = sheet.facts.treatment.admitted
    parent_of_child = companion.relation == "parent" and party.minor is True
    if parent_of_child and admitted is Answer.YES and party.parents < _MOST_PARENTS:
        party.parents += 1
        return "T-COMP-07"
    if companion.accompanies is not Answer.YES:
        _not_accompanying(sheet, trip, companion, party)
        return None
    if party.ordinary == 0:
        party.ordinary = 1
        party.parents += companion.relation == "parent"
        return _first(sheet, trip, companion, party)
    return _further(sheet, trip, companion, party)


def _not_accompanying(sheet: Sheet, trip: Trip, companion: Companion, party: Party) -> None:
    who = companion.id
    admitted = sheet.facts.treatment.admitted
    no_parent_of_child = companion.relation != "parent" or party.minor is False
    if companion.accompanies is Answer.UNKNOWN:
        sheet.lack("accompanies", "claimant", "T-COMP-01", trip, traveller=who)
    elif no_parent_of_child or admitted is Answer.NO:
        sheet.refuse("T-COMP-01", trip, traveller=who)
    elif party.minor is None:
        sheet.lack_age("T-COMP-07", trip)
    elif admitted is Answer.UNKNOWN:
        sheet.lack("admission", "treatment_centre", "T-COMP-07", trip, traveller=who)
    else:
        sheet.refuse("T-COMP-06", trip, traveller=who)


def _first(sheet: Sheet, trip: Trip, companion: Companion, party: Party) -> str:
    if party.minor is True:
        sheet.inform("T-COMP-05", trip, traveller=companion.id, readings=("A19",))
        return "T-COMP-05"
    if held(sheet, trip, EvidenceKind.NEED_COMPANION, HEALTH_ISSUERS) is not None:
        sheet.inform("T-COMP-01", trip, traveller=companion.id)
    elif party.minor is None:
        sheet.lack_age("T-COMP-05", trip)
    else:
        sheet.lack("need_companion", "practitioner", "T-COMP-01", trip, traveller=companion.id)
    return "T-COMP-01"


def _further(sheet: Sheet, trip: Trip, companion: Companion, party: Party) -> str | None:
    treatment = sheet.facts.treatment
    who = companion.id
    if party.minor is None:
        sheet.lack_age("T-COMP-06", trip)
        return None
    if party.minor is False:
        sheet.inform("T-COMP-06", trip, traveller=who, readings=("A40",))
        sheet.review = True
        return None
    if companion.relation == "parent" and party.parents < _MOST_PARENTS:
        if treatment.seriously_ill is Answer.YES:
            party.parents += 1
            return "T-COMP-08"
        if treatment.seriously_ill is Answer.UNKNOWN:
            sheet.lack("serious_illness", "practitioner", "T-COMP-08", trip, traveller=who)
            return None
        if treatment.admitted is Answer.UNKNOWN:
            sheet.lack("admission", "treatment_centre", "T-COMP-07", trip, traveller=who)
            return None
    sheet.refuse("T-COMP-06", trip, traveller=who)
    return None
