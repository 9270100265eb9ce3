"""Inside `v1` nothing that a client relies on may change; the check itself is tried first."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from local_stack.contract.breaking import breaking_changes

Document = dict[str, Any]

DOCUMENT: Document = {
    "paths": {
        "/v1/claims": {
            "post": {
                "operationId": "submit_claim",
                "security": [{"bearer": ["travel:claim"]}],
                "parameters": [
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 100}}
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Claim"}}
                    },
                },
                "responses": {
                    "201": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Taken"}}
                        }
                    },
                    "409": {},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Claim": {
                "type": "object",
                "properties": {
                    "mode": {"type": "string", "enum": ["car", "bus"]},
                    "note": {"type": "string", "maxLength": 200},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Claim"}},
                },
                "required": ["mode"],
            },
            "Taken": {
                "type": "object",
                "properties": {
                    "status": {"type": "string", "enum": ["received", "decided"]},
                    "amount": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                },
                "required": ["status", "amount"],
            },
        }
    },
}


def operation(document: Document) -> Document:
    return document["paths"]["/v1/claims"]["post"]


def claim(document: Document) -> Document:
    return document["components"]["schemas"]["Claim"]


def taken(document: Document) -> Document:
    return document["components"]["schemas"]["Taken"]


BREAKING: dict[str, Callable[[Document], Any]] = {
    "POST /v1/claims: is gone": lambda d: d["paths"].clear(),
    "201.amount: is gone": lambda d: taken(d)["properties"].pop("amount"),
    "body.note: is now needed": lambda d: claim(d)["required"].append("note"),
    "201.status: may have a new value": lambda d: taken(d)["properties"]["status"]["enum"].append(
        "paid"
    ),
    "is now called claim": lambda d: operation(d).update(operationId="claim"),
    "asks for other scopes": lambda d: operation(d).update(security=[{"bearer": ["other"]}]),
    "needs the parameter limit": lambda d: operation(d)["parameters"][0].update(required=True),
    "no longer takes the parameter limit": lambda d: operation(d)["parameters"].clear(),
    "limit: has a tighter maximum": lambda d: operation(d)["parameters"][0]["schema"].update(
        maximum=50
    ),
    "no longer answers 409": lambda d: operation(d)["responses"].pop("409"),
    "body.mode: no longer takes every value": lambda d: claim(d)["properties"]["mode"][
        "enum"
    ].remove("bus"),
    "body.note: has a tighter maxLength": lambda d: claim(d)["properties"]["note"].update(
        maxLength=100
    ),
    "body.note: is of another type": lambda d: claim(d)["properties"]["note"].update(
        type="integer"
    ),
    "201.status: is not always there": lambda d: taken(d)["required"].remove("status"),
    "201.amount: has other alternatives": lambda d: taken(d)["properties"]["amount"][
        "anyOf"
    ].append({"type": "integer"}),
    "body: application/json is gone": lambda d: operation(d)["requestBody"].update(content={}),
}

HARMLESS: dict[str, Callable[[Document], Any]] = {
    "nothing": lambda _: None,
    "a new operation": lambda d: d["paths"].update({"/v1/more": {}}),
    "a new field of an answer": lambda d: taken(d)["properties"].update(more={"type": "string"}),
    "a new input that may be left out": lambda d: claim(d)["properties"].update(
        more={"type": "string"}
    ),
    "one more value taken": lambda d: claim(d)["properties"]["mode"]["enum"].append("boat"),
    "one value fewer answered": lambda d: taken(d)["properties"]["status"]["enum"].remove(
        "decided"
    ),
    "a wider bound": lambda d: claim(d)["properties"]["note"].update(maxLength=400),
    "one more scope that opens it": lambda d: operation(d)["security"].append(
        {"bearer": ["travel:register"]}
    ),
    "an input no longer needed": lambda d: claim(d)["required"].remove("mode"),
}


def changed(change: Callable[[Document], Any]) -> Document:
    document = deepcopy(DOCUMENT)
    change(document)
    return document


@pytest.mark.parametrize("told", BREAKING)
def test_a_breaking_change_is_found_and_named(told):
    found = breaking_changes(DOCUMENT, changed(BREAKING[told]))
    assert any(told in line for line in found), found


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_is_let_through(name):
    assert breaking_changes(DOCUMENT, changed(HARMLESS[name])) == []
