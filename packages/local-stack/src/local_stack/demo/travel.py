"""Travel claims: one that is decided at once, and one that must wait."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from local_stack.demo.entrance import Visitor
from local_stack.demo.patience import until

_SETTLED: Final = frozenset({"awaiting_claimant", "with_handler", "decided"})


def a_claim(national_id: str, day: date, **changes: Any) -> dict[str, Any]:
    """Return a patient's claim for a journey by car to a hospital and back on `day`."""
    there = {
        "id": "there",
        "started_on": day.isoformat(),
        "completed_on": day.isoformat(),
        "cheapest_public_fare": {"kind": "amount", "amount": "260.00"},
        "local_minimum_fare": {"kind": "amount", "amount": "46.00"},
        "legs": [{"id": "l1", "mode": "car", "distance_km": "120.0"}],
    }
    return {
        "claimant": {"role": "patient", "national_id": national_id},
        "patient": {"national_id": national_id},
        "treatment": {"level": "specialist", "publicly_approved": "yes", "choice": "own_region"},
        "journeys": [there, there | {"id": "back"}],
        **changes,
    }


def a_companion() -> dict[str, Any]:
    """Return a person who went along in the same car."""
    return {
        "id": "c1",
        "relation": "other",
        "journeys": ["there", "back"],
        "mode": "car",
        "same_car": "yes",
    }


async def submit(citizen: Visitor, claim: Mapping[str, Any]) -> dict[str, Any]:
    """Send a claim and return it as soon as the registers have answered."""
    received = await citizen.post("/travel/v1/claims", status=201, json=claim)
    location = received.headers["location"]

    async def settled() -> dict[str, Any] | None:
        now: dict[str, Any] = (await citizen.get(location)).json()
        return now if now["status"] in _SETTLED else None

    return await until(settled, "the registers to answer about a travel claim")
