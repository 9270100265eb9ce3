import base64
import hmac
import json
import time
from collections.abc import AsyncIterator
from datetime import date
from types import SimpleNamespace
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from joserfc.jwk import ECKey
from pydantic import Field

from contracts.scopes import Assurance, Deprecation, Operation
from service_kit.auth import PrincipalDep, TokenVerifier
from service_kit.guard import UnknownOperation, guarded_by
from service_kit.jwks import KeysUnavailable
from service_kit.openapi import install_openapi, operation_id
from service_kit.problems import answers, install_problems
from service_kit.telemetry import RequestTelemetry
from service_kit.testing import InsideTokens, signed_in, synthetic_number
from service_kit.wire import Date, Kilometres, Money, NationalId, Request, Response

SCOPE = "travel:claim"
STAFF = "staff:tenant:person"
ROWS = {
    row.name: row
    for row in (
        Operation(
            service="travel",
            name="show_price",
            method="GET",
            path="/v1/price",
            deprecation=Deprecation(since=date(2026, 1, 1), sunset=date(2027, 1, 1), guide="/docs"),
        ),
        Operation(
            service="travel",
            name="make_journey",
            method="POST",
            path="/v1/journeys",
            scopes=frozenset({SCOPE, "travel:register"}),
            assurance=Assurance.SUBSTANTIAL,
            body_limit=400,
        ),
        Operation(
            service="travel",
            name="approve_journey",
            method="POST",
            path="/v1/approvals",
            scopes=frozenset({SCOPE}),
            staff_only=True,
        ),
    )
}


class Journey(Request):
    completed_on: Date
    fare: Money
    distance: Kilometres
    national_id: NationalId
    seats: Annotated[int, Field(strict=True, ge=1)] = 1


class Caller(Response):
    subject: str


router = APIRouter(route_class=guarded_by(ROWS), tags=["journeys"])


@router.get("/v1/price")
async def show_price() -> str:
    return "open"


@router.post("/v1/journeys", status_code=201, responses=answers(404))
async def make_journey(journey: Journey, principal: PrincipalDep) -> Caller:
    if journey.seats > 8:
        raise RuntimeError(f"too many seats for {journey.national_id}")
    return Caller(subject=principal.subject)


@router.post("/v1/approvals")
async def approve_journey(principal: PrincipalDep) -> Caller:
    return Caller(subject=principal.subject)


TOKENS = InsideTokens()


def an_app() -> FastAPI:
    app = FastAPI(generate_unique_id_function=operation_id)
    app.state.settings = SimpleNamespace(public_url="https://api.example")
    app.state.verifier = TokenVerifier(
        TOKENS, issuer="helsesak-gateway", audience="travel-api", allow_synthetic=True
    )
    app.include_router(router)
    app.add_middleware(RequestTelemetry)
    install_problems(app, {})
    install_openapi(app, tags={"journeys": "Journeys"})
    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(an_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


def a_journey(**changes):
    return {
        "completed_on": "2026-03-04",
        "fare": "260.00",
        "distance": "120.0",
        "national_id": synthetic_number(),
    } | changes


def a_token(audience="travel-api", scopes=SCOPE, **claims):
    return TOKENS.token(
        audience, scopes, **{"subject": "person:abc", "loa": "substantial", **claims}
    )


async def make(client, body, token=None, **options):
    return await client.post(
        "/v1/journeys", json=body, headers=signed_in(token or a_token()), **options
    )


def slug(response):
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    return body["type"].removeprefix("https://api.example/problems/")


async def test_an_open_operation_needs_no_token(client):
    assert (await client.get("/v1/price")).json() == "open"


async def test_a_good_token_with_any_one_of_the_scopes_is_let_in(client):
    for scopes in (SCOPE, "travel:register", f"other {SCOPE}"):
        answer = await make(client, a_journey(), a_token(scopes=scopes))
        assert (answer.status_code, answer.json()) == (201, {"subject": "person:abc"})


FORGED = InsideTokens()
CLAIMS = {
    "iss": "helsesak-gateway",
    "aud": "travel-api",
    "sub": "person:abc",
    "scope": SCOPE,
    "iat": int(time.time()),
    "exp": int(time.time()) + 600,
}


def by_hand(algorithm: str, secret: bytes = b"") -> str:
    """Return a token that no honest library would make."""
    parts = [{"alg": algorithm, "kid": "test"}, CLAIMS]
    encoded = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts]
    message = b".".join(encoded)
    mac = hmac.digest(secret, message, "sha256") if secret else b""
    return (message + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


PUBLIC_KEY = ECKey.import_key(TOKENS.jwks()["keys"][0]).as_pem(private=False)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "a.b.c",
        a_token("invoice-api"),
        a_token(iss="someone-else"),
        a_token(lifetime_s=-60),
        a_token(iat=int(time.time()) + 3600),
        a_token(subject="nobody:known"),
        a_token(pid="12345678901"),
        a_token(scope=["travel:claim"]),
        FORGED.token("travel-api", SCOPE, subject="person:abc", loa="high"),
        InsideTokens("other").token("travel-api", SCOPE, subject="person:abc", loa="high"),
        by_hand("none"),
        by_hand("HS256", PUBLIC_KEY),
        by_hand("ES256"),
    ],
)
async def test_any_other_token_is_not_authenticated(client, token):
    answer = await client.post("/v1/journeys", json=a_journey(), headers=signed_in(token))

    assert (answer.status_code, slug(answer)) == (401, "not-authenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


class NoKeys:
    """A gateway whose keys cannot be fetched."""

    async def key(self, _kid: str) -> ECKey:
        raise KeysUnavailable


async def test_while_the_gateways_keys_cannot_be_had_the_service_says_so_and_lets_nobody_in():
    app = an_app()
    app.state.verifier = TokenVerifier(
        NoKeys(), issuer="helsesak-gateway", audience="travel-api", allow_synthetic=True
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://service"
    ) as client:
        answer = await make(client, a_journey())

    assert (answer.status_code, slug(answer)) == (503, "unavailable")


async def test_identity_headers_mean_nothing(client):
    answer = await client.post(
        "/v1/journeys", json=a_journey(), headers={"X-User": "person:abc", "X-Scope": SCOPE}
    )
    assert answer.status_code == 401


async def test_a_token_without_the_scope_is_not_allowed(client):
    answer = await make(client, a_journey(), a_token(scopes="travel:handle"))
    assert (answer.status_code, slug(answer)) == (403, "not-allowed")


@pytest.mark.parametrize(("loa", "status"), [("low", 403), ("substantial", 201), ("high", 201)])
async def test_a_citizen_needs_the_level_of_assurance_of_the_operation(client, loa, status):
    assert (await make(client, a_journey(), a_token(loa=loa))).status_code == status


async def test_a_citizen_without_any_level_of_assurance_is_not_allowed(client):
    token = TOKENS.token("travel-api", SCOPE, subject="person:abc")
    assert (await make(client, a_journey(), token)).status_code == 403


async def test_an_operation_for_staff_is_closed_to_machines(client):
    for subject, status in ((STAFF, 200), ("org:984936966", 403)):
        headers = signed_in(a_token(subject=subject))
        assert (await client.post("/v1/approvals", headers=headers)).status_code == status


async def test_the_token_is_asked_for_before_the_body_is_read(client):
    async def body() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    answer = await client.post("/v1/journeys", content=body())
    assert answer.status_code == 401


@pytest.mark.parametrize("chunked", [True, False])
async def test_a_body_over_the_limit_is_refused_whether_or_not_it_says_so(client, chunked):
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * 100

    content = parts() if chunked else b" " * 500
    headers = {**signed_in(a_token()), "Content-Type": "application/json"}
    answer = await client.post("/v1/journeys", content=content, headers=headers)
    assert (answer.status_code, slug(answer)) == (413, "body-too-large")


async def test_a_body_that_is_not_json_is_malformed_and_one_of_another_type_unsupported(client):
    for media_type, content, expected in (
        ("application/json", b"{not json", (400, "malformed-request")),
        ("application/json", b'{"a": "\xff"}', (400, "malformed-request")),
        ("text/plain", b"{}", (415, "unsupported-media-type")),
    ):
        headers = {**signed_in(a_token()), "Content-Type": media_type}
        answer = await client.post("/v1/journeys", content=content, headers=headers)
        assert (answer.status_code, slug(answer)) == expected


async def test_what_is_wrong_in_the_input_is_named_without_its_value(client):
    number = synthetic_number(7)
    answer = await make(
        client,
        a_journey(completed_on=number, fare=3795, distance="1,5", **{number: number, "seats": "x"}),
    )

    assert (answer.status_code, slug(answer)) == (422, "invalid-input")
    assert number not in answer.text
    assert {(e["location"], e["pointer"]) for e in answer.json()["errors"]} == {
        ("body", "/completed_on"),
        ("body", "/fare"),
        ("body", "/distance"),
        ("body", "/seats"),
        ("body", ""),
    }


async def test_a_crash_tells_nothing(client):
    answer = await make(client, a_journey(seats=9))

    assert (answer.status_code, slug(answer)) == (500, "internal-error")
    assert synthetic_number() not in answer.text


async def test_another_method_is_answered_with_those_there_are(client):
    answer = await client.delete("/v1/journeys")
    assert (answer.status_code, slug(answer)) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "POST"


async def test_an_unknown_path_is_a_problem_too(client):
    assert slug(await client.get("/v1/nothing")) == "not-found"


async def test_the_request_id_comes_back_and_a_strange_one_is_replaced(client):
    given = await client.get("/v1/price", headers={"X-Request-Id": "0123456789abcdef"})
    strange = await client.get("/v1/price", headers={"X-Request-Id": "a b"})

    assert given.headers["x-request-id"] == "0123456789abcdef"
    assert len(strange.headers["x-request-id"]) == 32


def test_a_route_without_a_row_cannot_be_built():
    other = APIRouter(route_class=guarded_by(ROWS))

    with pytest.raises(UnknownOperation):

        @other.get("/v1/secret")
        async def secret() -> None: ...


def test_the_document_says_who_may_call_and_what_may_go_wrong():
    document = an_app().openapi()
    operation = document["paths"]["/v1/journeys"]["post"]

    assert operation["operationId"] == "make_journey"
    assert operation["security"] == [{"bearer": [SCOPE]}, {"bearer": ["travel:register"]}]
    assert set(operation["responses"]) == {
        *("201", "400", "401", "403", "404", "413", "415", "422", "429", "503")
    }
    assert document["paths"]["/v1/price"]["get"]["security"] == []
    assert document["paths"]["/v1/price"]["get"]["deprecated"]
    assert "deprecated" not in operation
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_nobody_keeps_an_answer_that_a_token_opened(client):
    token = TOKENS.token("travel-api", SCOPE, subject=STAFF)
    closed = await client.post("/v1/approvals", headers=signed_in(token))
    opened = await client.get("/v1/price")

    assert closed.status_code == opened.status_code == 200
    assert closed.headers["cache-control"] == "no-store"
    assert "cache-control" not in opened.headers
