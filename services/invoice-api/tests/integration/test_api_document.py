"""The API document, and requests made from it."""

import asyncio
import base64
import json
import re
from pathlib import Path
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from contracts.scopes import of_service
from invoice_api.app import openapi_document
from invoice_api.testing.ehf import ehf
from invoice_api.testing.engines import QuickRules
from invoice_api.testing.service import running

ALL_SCOPES = (
    "invoice:submit invoice:deliver invoice:read invoice:attest invoice:approve invoice:pay"
)

COMMITTED = Path(__file__).parents[2] / "openapi.json"

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)

for media_type in ("application/pdf", "image/jpeg", "image/png"):
    schemathesis.openapi.media_type(media_type, st.just(PIXEL))

schemathesis.openapi.media_type(
    "application/xml", st.sampled_from([ehf(), ehf("credit-note"), ehf("supplier")])
)

REFUSED_FOR_ITS_MEANING = ("foreign-cursor", "unsupported-media-type")
"""What no schema can say: that a cursor is ours, or that a file is what it says it is."""

SENDS_ITS_OWN_REQUESTS = {"ignored_auth", "unsupported_method"}
"""Checks that would leave the process; what they look for is tested here by name."""


def operations():
    for path, item in openapi_document()["paths"].items():
        for method, operation in item.items():
            yield path, method.upper(), operation


def test_every_operation_is_in_the_scope_table_and_the_other_way_round():
    described = {(op["operationId"], method, path) for path, method, op in operations()}
    table = {(row.name, row.method, row.path) for row in of_service("invoice").values()}
    assert described == table


def test_the_committed_document_is_the_apps():
    assert json.loads(COMMITTED.read_text("utf-8")) == openapi_document()


def test_every_operation_asks_for_a_scope_or_is_open_on_purpose():
    open_ones = {op["operationId"] for _, _, op in operations() if not op["security"]}
    assert open_ones == {
        "list_invoice_rules",
        "list_rule_sets",
        "list_invoice_contact_points",
        "list_complaint_routes",
    }


async def test_every_other_operation_answers_401_without_a_token(service):
    for path, method, operation in operations():
        if operation["security"]:
            url = re.sub(r"\{\w+\}", str(UUID(int=0)), path)
            answer = await service.client.request(method, url)
            assert answer.status_code == 401, operation["operationId"]


def checks_for(answer):
    left_out = set(SENDS_ITS_OWN_REQUESTS)
    slug = answer.json()["type"].rpartition("/")[2] if answer.status_code in {400, 415} else ""
    if slug in REFUSED_FOR_ITS_MEANING:
        left_out.add("positive_data_acceptance")
    return [check for check in CHECKS.get_all() if check.__name__ not in left_out]


@pytest.fixture
def anywhere(database):
    """The service on a loop of its own, since generated examples are sent from plain functions."""
    with asyncio.Runner() as runner:
        context = running(database.app_url, QuickRules())
        service = runner.run(context.__aenter__())
        yield runner, service
        runner.run(context.__aexit__(None, None, None))


def test_requests_made_from_the_document_find_nothing(anywhere):
    runner, service = anywhere
    document = openapi_document()
    schema = schemathesis.openapi.from_dict(document)
    caller = service.staff("schema", ALL_SCOPES)

    def play(operation):
        @seed(1)
        @settings(
            max_examples=4,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case):
            case.headers = {**dict(case.headers or {}), **caller}
            given_request = case.as_transport_kwargs(base_url="http://invoice.test")
            given_request.pop("cookies", None)
            body = given_request.pop("data", None)
            answer = runner.run(service.client.request(**given_request, content=body))
            case.validate_response(answer, checks=checks_for(answer))

        send()

    for result in schema.get_all_operations():
        play(result.ok())
