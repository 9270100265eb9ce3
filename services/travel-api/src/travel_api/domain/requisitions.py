"""Where to ask for transport on requisition: a health ground and a traffic ground part ways."""

from dataclasses import dataclass
from typing import Literal

from travel_api.domain.facts import Fact
from travel_api.domain.words import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportNeed(Fact):
    """Why somebody asks for transport instead of going by public transport."""

    can_use_public_transport: Answer
    ground: Literal["health", "traffic", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class Direction:
    """Who requisitions, and the rules that say so."""

    ask: Literal["practitioner", "patient_travel_office", "nobody"]
    rules: tuple[str, ...]


def where_to_ask(need: TransportNeed) -> Direction:
    """Return who may requisition transport.

    A practitioner does on health grounds, the patient travel office on traffic grounds. Without a
    ground there is nothing to requisition. With an unknown one the office helps to find it.

    >>> where_to_ask(TransportNeed(can_use_public_transport=Answer.NO, ground="health")).ask
    'practitioner'
    """
    if need.can_use_public_transport is Answer.YES or need.ground == "none":
        return Direction("nobody", ("T-ADP-03",))
    if need.ground == "health":
        return Direction("practitioner", ("T-ADP-01", "T-ADP-04"))
    return Direction("patient_travel_office", ("T-ADP-01", "T-ADP-05"))
