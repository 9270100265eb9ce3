"""Ordinary claims: what any engine with the main rules can assess."""

from typing import Any, Final

from travel_api.testing.cases import body_of

CARD: Final = {"valid_from": "2016-10-01", "valid_to": "2026-12-31"}


def a_claim(
    *journeys: tuple[str, str, str],
    age: int = 40,
    choice: str = "own_region",
    card: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the body of a claim; a journey is its day, its kilometres and the cheapest fare."""
    return body_of(
        {
            "patient": {"age": age},
            "treatment": {"choice": choice},
            "charge": {"exemption_card": card},
            "journeys": [
                {"day": day, "km": km, "fare": fare, "min_fare": "36.00"}
                for day, km, fare in journeys
            ],
        }
    )


CLAIMS: Final = [
    a_claim(("2019-03-04", "120.0", "260.00")),
    a_claim(("2025-12-31", "120.0", "260.00"), ("2026-01-01", "120.0", "260.00")),
    a_claim(("2026-07-31", "80.5", "140.00"), ("2026-08-02", "80.5", "140.00"), age=9),
    a_claim(("2026-07-31", "80.5", "140.00"), ("2026-08-02", "80.5", "140.00"), age=17),
    a_claim(("2024-05-02", "280.0", "450.00"), choice="free_choice"),
    a_claim(("2023-05-02", "10.1", "60.00"), card=CARD),
    a_claim(("2020-05-02", "300.1", "499.00"), ("2020-05-09", "300.0", "499.00")),
    a_claim(("2018-05-02", "40.0", "36.00"), ("2017-05-09", "10.0", "60.00")),
]
