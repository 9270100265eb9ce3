"""Every operation that a client can see stands in the scope table, and the other way round."""

import json
from collections import Counter
from pathlib import Path

import pytest

from contracts.problems import PROBLEM_TYPES
from contracts.scopes import OPERATIONS, of_service

ROOT = Path(__file__).parents[2]
SERVICES = ("invoice", "travel", "access")
OPEN_PATHS = {
    *("contact-points", "guidance", "complaint-routes", "rules", "parameters"),
    *("interpretations", "rule-sets", "assessments", "assessment-batches", "entitlements"),
}


def operations_of(document: dict) -> dict[str, tuple[str, str, frozenset[str]]]:
    """Return method, path and scopes of each operation of `document` by operationId."""
    return {
        operation["operationId"]: (
            method.upper(),
            path,
            frozenset(scope for need in operation["security"] for scope in need["bearer"]),
        )
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def committed(path: str) -> dict:
    """Return a committed OpenAPI document."""
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_document_and_the_table_name_the_same_operations(service):
    table = {n: (o.method, o.path, o.scopes) for n, o in of_service(service).items()}

    assert operations_of(committed(f"services/{service}-api/openapi.json")) == table


def test_the_merged_document_and_the_table_name_the_same_operations():
    table = {o.name: (o.method, f"/{o.service}{o.path}", o.scopes) for o in OPERATIONS}

    assert operations_of(committed("openapi.json")) == table


def test_names_and_addresses_are_unique():
    for key in (lambda o: o.name, lambda o: (o.service, o.method, o.path)):
        assert [k for k, count in Counter(map(key, OPERATIONS)).items() if count > 1] == []


def test_only_what_is_meant_for_everybody_is_open():
    unguarded = {o.path.split("/")[2] for o in OPERATIONS if o.is_open and not o.signed}

    assert unguarded <= OPEN_PATHS


def test_scopes_are_those_of_the_service():
    for operation in OPERATIONS:
        for scope in (operation.scopes | operation.widened_by) - {"suite:audit"}:
            assert scope.startswith(f"{operation.service}:"), operation.name


def test_a_scope_that_widens_an_operation_opens_none():
    widening = {scope for operation in OPERATIONS for scope in operation.widened_by}
    assert widening.isdisjoint({scope for operation in OPERATIONS for scope in operation.scopes})


def test_every_problem_has_its_texts_in_both_languages():
    for problem in PROBLEM_TYPES.values():
        for text in (problem.title, problem.meaning, problem.what_to_do):
            assert text.nb
            assert text.en
            assert text.nb != text.en
