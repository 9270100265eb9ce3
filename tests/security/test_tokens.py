"""Nobody gets in without a token of their own: through the gateway, or straight at a service."""

import base64
import json
import re
import time

import httpx
import pytest

from contracts.scopes import OPERATIONS, Operation
from local_stack.environments import CITIZENS
from service_kit.testing import InsideTokens, signed_in, synthetic_number

GUARDED = [operation for operation in OPERATIONS if operation.scopes]
NOBODY = "00000000-0000-4000-8000-000000000000"
PERSON = synthetic_number(3)


def address(operation: Operation) -> str:
    """Return the operation's path with ids in it that belong to nobody."""
    path = re.sub(r"\{\w+_id\}", NOBODY, operation.path)
    return re.sub(r"\{\w+\}", "2026", path)


def is_problem(answer: httpx.Response, *statuses: int) -> bool:
    media_type = answer.headers.get("content-type")
    return answer.status_code in statuses and media_type == "application/problem+json"


def unsigned(token: str) -> str:
    """Return `token` with its claims, but no signature and no algorithm."""
    header = json.dumps({"alg": "none", "typ": "JWT"}).encode()
    claims = token.split(".")[1]
    return base64.urlsafe_b64encode(header).rstrip(b"=").decode() + f".{claims}."


async def wished(entrance, issuer: str, **wish) -> str:
    """Return a token of one of the development issuers."""
    answer = await entrance.issuers.post(f"/{issuer}/debug/token", json=wish)
    return answer.raise_for_status().json()["access_token"]


async def ask(entrance, token: str, **headers: str) -> httpx.Response:
    """Ask for a citizen's block with `token`."""
    sent = {**signed_in(token), "Idempotency-Key": "0123456789ab", **headers}
    return await entrance.gateway.post("/access/v1/access-requests", json={}, headers=sent)


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
async def test_without_a_token_every_guarded_operation_answers_401(entrance, operation):
    path = f"/{operation.service}{address(operation)}"
    answer = await entrance.gateway.request(operation.method, path)

    assert is_problem(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
async def test_a_service_called_directly_accepts_no_token_but_the_gateways(suite, operation):
    forged = InsideTokens().token(
        f"{operation.service}-api", " ".join(operation.scopes), subject="staff:a:b", loa="high"
    )
    async with httpx.AsyncClient(base_url=suite.url(operation.service)) as service:
        for headers in ({}, signed_in(forged), signed_in(unsigned(forged))):
            answer = await service.request(operation.method, address(operation), headers=headers)
            assert is_problem(answer, 401)


async def test_a_good_token_is_let_in(entrance):
    token = await wished(
        entrance, "idporten", person=PERSON, scope="helsesak:access/request", client_id=CITIZENS
    )

    assert (await ask(entrance, token)).status_code == 422


@pytest.mark.parametrize(
    "wish",
    [
        {"expires_in": -60},
        {"client_id": "somebody-elses-app"},
        {"scope": "other:access/request"},
        {"scope": "helsesak:access/lookup"},
        {"claims": {"iss": "https://idporten.example"}},
        {"claims": {"exp": None}},
        {"claims": {"pid": None}},
        {"header": {"kid": "unknown"}},
        {"assurance": "low"},
    ],
    ids=str,
)
async def test_a_token_with_something_wrong_in_it_is_refused(entrance, wish):
    good = {"person": PERSON, "scope": "helsesak:access/request", "client_id": CITIZENS}
    token = await wished(entrance, "idporten", **{**good, **wish})

    assert is_problem(await ask(entrance, token), 401, 403)


async def test_a_token_without_a_signature_is_refused(entrance):
    good = {"person": PERSON, "scope": "helsesak:access/request", "client_id": CITIZENS}
    token = unsigned(await wished(entrance, "idporten", **good))

    assert is_problem(await ask(entrance, token), 401)


async def test_a_token_for_another_audience_is_refused(entrance):
    member = "11111111-1111-4111-8111-111111111111"
    for audience, statuses in (("api://other", (401, 403)), ("api://helsesak", (422,))):
        token = await wished(
            entrance, "entra", staff=member, roles=["access:register"], audience=audience
        )
        assert (await ask(entrance, token)).status_code in statuses


async def test_an_inside_token_is_no_way_in(entrance):
    inside = InsideTokens().token("access-api", "access:request", subject="person:x", loa="high")

    assert is_problem(await ask(entrance, inside), 401)


async def test_forged_identity_headers_change_nothing(entrance):
    forged = {
        "X-User": "staff:a:b",
        "X-Forwarded-User": "admin",
        "X_User": "admin",
        "X-Scope": "access:review",
        "Forwarded": "for=127.0.0.1",
    }
    answer = await entrance.gateway.get(f"/access/v1/access-requests/{NOBODY}", headers=forged)

    assert is_problem(answer, 401)


async def test_a_citizen_with_headers_of_staff_stays_a_citizen(entrance):
    token = await wished(
        entrance, "idporten", person=PERSON, scope="helsesak:access/request", client_id=CITIZENS
    )
    answer = await entrance.gateway.get(
        "/access/v1/deadlines",
        headers={**signed_in(token), "X-Scope": "access:review", "X-Roles": "access:review"},
    )
    assert is_problem(answer, 403)


async def test_a_token_stays_good_while_keys_are_rotated(entrance):
    wish = {"person": PERSON, "scope": "helsesak:access/request", "client_id": CITIZENS}
    before = await wished(entrance, "idporten", **wish)
    (await entrance.issuers.post("/idporten/rotations")).raise_for_status()
    after = await wished(entrance, "idporten", **wish, claims={"jti": str(time.time_ns())})

    assert {(await ask(entrance, token)).status_code for token in (before, after)} == {422}
