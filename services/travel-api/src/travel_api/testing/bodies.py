"""Bodies of claims, as a client sends them."""

from typing import Any

from travel_api.testing.cases import body_of


def a_claim(claimant: str, patient: str | None = None, **given: Any) -> dict[str, Any]:
    """Return an ordinary claim: there and back by car, 120 km, on one day.

    Args:
        claimant: identity number of the one who claims.
        patient: identity number of the patient, when it is another.
        given: what differs, in the short form of the worked cases.
    """
    journeys = given.pop("journeys", None) or [a_return_journey()]
    role = given.pop("role", "patient")
    wire = {name: given.pop(name) for name in ("channel", "received_on") if name in given}
    body = body_of({"journeys": journeys, **given})
    body["claimant"] = {"role": role, "national_id": claimant}
    body["patient"] = {"national_id": patient or claimant}
    return body | wire


def a_return_journey(day: str = "2026-09-04", **changes: str) -> dict[str, Any]:
    """Return a journey there and back on one day, in the short form of the worked cases."""
    ordinary = {"day": day, "km": "120.0", "fare": "260.00", "there_and_back": True}
    return ordinary | changes
