"""The API document, and requests made from it."""

import asyncio
import re
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as how
from schemathesis.checks import CHECKS

from access_api.app import create_app, openapi_document
from access_api.deps import close
from access_api.testing.desk import staff
from access_api.testing.wiring import outside_of
from contracts.scopes import of_service
from contracts.scopes.access import AUDIT, HELPDESK, LOOKUP, OWN, REGISTER, REVIEW

SENDS_ITS_OWN_REQUESTS = {"ignored_auth", "unsupported_method"}
"""Checks that would leave the process; what they look for is tested here by name."""

REFUSED_FOR_ITS_MEANING = {
    "invalid-input",
    "access-received-on-implausible",
    "access-signature-invalid",
    "idempotency-key-reused",
    "too-many-requests",
    "unsupported-media-type",
}
"""What no schema can say: check digits, synthetic people, signatures, days that cannot be."""


def operations():
    for path, item in openapi_document()["paths"].items():
        for method, operation in item.items():
            yield path, method.upper(), operation


def test_every_operation_is_in_the_scope_table_and_the_other_way_round():
    described = {(op["operationId"], method, path) for path, method, op in operations()}
    table = {(row.name, row.method, row.path) for row in of_service("access").values()}
    assert described == table


def test_every_operation_asks_for_a_scope_or_is_open_on_purpose():
    open_ones = {op["operationId"] for _, _, op in operations() if not op["security"]}
    assert open_ones == {
        "get_access_guidance",
        "list_access_contact_points",
        "receive_print_callback",
    }


async def test_every_other_operation_answers_401_without_a_token(desk):
    for path, method, operation in operations():
        if operation["security"]:
            url = re.sub(r"\{\w+\}", str(UUID(int=0)), path)
            answer = await desk.service.request(method, url)
            assert answer.status_code == 401, operation["operationId"]


async def test_no_operation_opens_to_a_scope_that_its_row_does_not_name(desk):
    everything = {OWN, REGISTER, REVIEW, HELPDESK, LOOKUP, AUDIT}
    rows = of_service("access")
    for path, method, operation in operations():
        others = everything - rows[operation["operationId"]].scopes
        if operation["security"]:
            url = re.sub(r"\{\w+\}", str(UUID(int=0)), path)
            headers = staff("staff:t:x", " ".join(sorted(others)))
            answer = await desk.service.request(method, url, headers=headers)
            assert answer.status_code == 403, operation["operationId"]


def checks_for(answer):
    left_out = set(SENDS_ITS_OWN_REQUESTS)
    slug = answer.json()["type"].rpartition("/")[2] if answer.status_code >= 400 else ""
    if slug in REFUSED_FOR_ITS_MEANING:
        left_out.add("positive_data_acceptance")
    return [check for check in CHECKS.get_all() if check.__name__ not in left_out]


@asynccontextmanager
async def serving(settings):
    """The service on a loop of its own, since examples are sent from plain functions."""
    nobody = httpx.MockTransport(lambda _: httpx.Response(503))
    outside = outside_of(settings, nobody)
    app = create_app(settings, outside)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://access.test") as client:
        yield client
    await close(app.state.shell, outside)


@pytest.fixture
def anywhere(settings):
    with asyncio.Runner() as runner:
        context = serving(settings)
        client = runner.run(context.__aenter__())
        yield runner, client
        runner.run(context.__aexit__(None, None, None))


def test_requests_made_from_the_document_find_nothing(anywhere):
    runner, client = anywhere
    schema = schemathesis.openapi.from_dict(openapi_document())
    scopes = f"{REGISTER} {REVIEW} {HELPDESK} {LOOKUP} {AUDIT}"
    caller = staff("staff:t:schema", scopes, "login-system")

    def play(operation):
        @seed(1)
        @how(
            max_examples=4,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case):
            case.headers = {**dict(case.headers or {}), **caller}
            given_request = case.as_transport_kwargs(base_url="http://access.test")
            given_request.pop("cookies", None)
            body = given_request.pop("data", None)
            answer = runner.run(client.request(**given_request, content=body))
            case.validate_response(answer, checks=checks_for(answer))

        send()

    for result in schema.get_all_operations():
        play(result.ok())
