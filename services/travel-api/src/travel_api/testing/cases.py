"""Worked cases: short facts in a file, written out to the body that the API takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import TypeAdapter

from travel_api.domain.facts import Facts

FACTS: Final[TypeAdapter[Facts]] = TypeAdapter(Facts)

_ORDINARY: Final[Mapping[str, Any]] = {
    "claimant": {"role": "patient"},
    "patient": {"age": {"kind": "years", "years": 40}},
    "treatment": {"level": "specialist", "publicly_approved": "yes", "choice": "own_region"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case of a file."""

    name: str
    rules: tuple[str, ...]
    body: dict[str, Any]
    expect: dict[str, Any]
    mode: str

    @property
    def facts(self) -> Facts:
        """The facts, read as the API reads them."""
        return FACTS.validate_python(self.body)


def cases_in(folder: Path) -> Iterator[Case]:
    """Yield every case of a folder's files, in the order of the files' names."""
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            yield Case(
                name=f"{path.stem}: {entry['case']}",
                rules=tuple(entry.get("rules", ())),
                body=body_of(entry["given"]),
                expect=entry["expect"],
                mode=entry.get("mode", "strict"),
            )


def body_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Write out the body of a case.

    A case states what differs from a grown patient's journey to a specialist in the own region.
    A journey is short for one by one means: `{day, km, fare, min_fare, mode, there_and_back}`.
    """
    body = {**given, **{key: {**_ORDINARY[key], **given.get(key, {})} for key in _ORDINARY}}
    if "age" in given.get("patient", {}):
        body["patient"] = {"age": _age(given["patient"]["age"])}
    if "nearest" in body["treatment"]:
        body["treatment"] = {**body["treatment"], "nearest": _nearest(body["treatment"]["nearest"])}
    body["journeys"] = [
        journey
        for number, short in enumerate(given["journeys"], 1)
        for journey in _journeys(f"j{number}", short)
    ]
    names = [journey["id"] for journey in body["journeys"]]
    _name(body, "companions", {"relation": "other", "journeys": names})
    _name(body, "expenses", {"journey": names[0], "traveller": "patient", "receipt": "yes"})
    return body


def _name(body: dict[str, Any], kind: str, usual: Mapping[str, Any]) -> None:
    body[kind] = [
        {"id": f"{kind[0]}{number}", **usual, **one}
        for number, one in enumerate(body.get(kind, ()), 1)
    ]


def _age(age: Any) -> dict[str, Any]:
    match age:
        case int():
            return {"kind": "years", "years": age}
        case "unknown":
            return {"kind": "unknown"}
        case _:
            return {"kind": "born_on", "born_on": age}


def _fare(fare: str) -> dict[str, Any]:
    if fare in {"no_service", "unknown"}:
        return {"kind": fare}
    return {"kind": "amount", "amount": fare}


def _nearest(short: Mapping[str, str]) -> dict[str, Any]:
    return {"distance_km": short["km"], "fare": _fare(short["fare"])}


def _journeys(name: str, short: Mapping[str, Any]) -> list[dict[str, Any]]:
    plain = {"day", "km", "fare", "min_fare", "mode", "there_and_back"}
    leg = {"mode": short.get("mode", "car"), "distance_km": short.get("km", "0.0")}
    journey = {
        "id": name,
        "started_on": short["day"],
        "completed_on": short["day"],
        "cheapest_public_fare": _fare(short["fare"]),
        "local_minimum_fare": _fare(short.get("min_fare", "36.00")),
        **{key: value for key, value in short.items() if key not in plain},
        "legs": [
            {"id": f"l{number}", **one} for number, one in enumerate(short.get("legs", [leg]), 1)
        ],
    }
    back = [{**journey, "id": f"{name}-back"}] if short.get("there_and_back") else []
    return [journey, *back]
