"""Tokens bound to a key, over real sockets: from the issuer's token endpoint to the service."""

import json

import httpx
import pytest

from gateway.proofs import ALGORITHMS
from gateway.testing.stack import request
from local_stack.issuer.app import create_app
from local_stack.issuer.proofs import ProofKey
from local_stack.issuer.settings import IssuerSettings

PATH = "/travel/v1/cases/echo"
URL = f"https://api.test{PATH}"
ALGS = f'algs="{" ".join(ALGORITHMS)}"'
KEY = ProofKey()


@pytest.fixture
def start_with(start):
    """A function that starts a gateway where HelseID's tokens are bound as it is told."""

    async def run(proofs):
        profiles = [profile.model_dump() for profile in (await start()).gateway.settings.issuers]
        helseid = [p | {"proofs": proofs} if p["kind"] == "helseid" else p for p in profiles]
        return await start(issuers=helseid)

    return run


@pytest.fixture
def bound(token):
    return token("helseid", bound_to=KEY.thumbprint)


async def ask(stack, token, proof=None, *lines, scheme="DPoP", path=PATH):
    given = (f"Authorization: {scheme} {token}", *([f"DPoP: {proof}"] if proof else []), *lines)
    reply = await stack.ask(request("GET", path, None, *given))
    kind = json.loads(reply.body)["type"].rpartition("/")[2] if reply.status >= 400 else None
    return reply.status, kind, reply.get("www-authenticate")


async def test_a_token_is_used_with_the_key_it_was_asked_for_with():
    issuer = IssuerSettings(environment="development", base_url="https://issuers.test")
    transport = httpx.ASGITransport(create_app(issuer))
    async with httpx.AsyncClient(transport=transport, base_url="https://issuers.test") as client:
        proof = KEY.proof("POST", "https://issuers.test/helseid/token")
        form = {"grant_type": "client_credentials", "organisation": "313725730"}
        answer = await client.post("/helseid/token", data=form, headers={"DPoP": proof})
        other = await client.post("/maskinporten/token", data=form, headers={"DPoP": proof})
        wrong = await client.post("/helseid/token", data=form, headers={"DPoP": "a.b.c"})
    assert answer.json()["token_type"] == "DPoP"
    assert other.json()["token_type"] == "Bearer"
    assert wrong.status_code == 400


@pytest.mark.parametrize("proofs", ["required", "accepted"])
async def test_who_holds_the_key_is_let_through_with_a_new_proof_each_time(
    start_with, bound, proofs
):
    stack = await start_with(proofs)
    for _ in range(2):
        proof = KEY.proof("GET", URL, bound)
        assert await ask(stack, bound, proof, path=f"{PATH}?lang=nb") == (200, None, None)

    names = {name for name, _ in stack.service.last.fields}
    assert "authorization" in names
    assert "dpop" not in names


async def test_a_proof_is_good_once(start_with, bound):
    stack = await start_with("required")
    lines = (f"Authorization: DPoP {bound}", f"DPoP: {KEY.proof('GET', URL, bound)}")
    async with stack.connect() as client:
        replies = [await client.ask(request("GET", PATH, None, *lines)) for _ in range(3)]

    assert [reply.status for reply in replies] == [200, 401, 401]
    assert json.loads(replies[1].body)["detail"] == "The proof was used before."
    assert replies[1].get("www-authenticate") == f'DPoP error="invalid_dpop_proof", {ALGS}'
    assert len(stack.service.seen) == 1


async def test_a_proof_that_was_refused_is_not_used_up(start_with, bound):
    stack = await start_with("required")
    proof = KEY.proof("GET", URL, bound)
    assert (await ask(stack, bound, proof, path="/travel/v1/old/echo"))[0] == 401
    assert (await ask(stack, bound, proof))[0] == 200


async def test_a_bound_token_opens_nothing_without_its_key(start_with, bound):
    stack = await start_with("accepted")
    proof = KEY.proof("GET", URL, bound)
    assert (await ask(stack, bound, proof))[0] == 200
    invalid = f'Bearer error="invalid_token", DPoP error="invalid_token", {ALGS}'
    wrong = f'DPoP error="invalid_dpop_proof", {ALGS}'

    bearer = await ask(stack, bound, None, scheme="Bearer")
    assert bearer == (401, "not-authenticated", invalid)
    assert await ask(stack, bound, proof, scheme="Bearer") == bearer
    assert await ask(stack, bound) == (401, "invalid-proof", wrong)
    thief = ProofKey().proof("GET", URL, bound)
    stolen = f'DPoP error="invalid_token", {ALGS}'
    assert await ask(stack, bound, thief) == (401, "invalid-proof", stolen)
    for said in ({"htm": "POST"}, {"htu": "https://api.test/"}, {"ath": "x"}, {"iat": 1}):
        made = KEY.proof("GET", URL, bound, claims=said)
        assert await ask(stack, bound, made) == (401, "invalid-proof", wrong)
    assert len(stack.service.seen) == 1


async def test_two_proofs_are_one_too_many(start_with, bound):
    stack = await start_with("required")
    second = f"DPoP: {KEY.proof('GET', URL, bound)}"
    assert (await ask(stack, bound, KEY.proof("GET", URL, bound), second))[0] == 400


@pytest.mark.parametrize(("proofs", "status"), [("required", 401), ("accepted", 200), ("off", 200)])
async def test_a_token_bound_to_nothing(start_with, token, proofs, status):
    stack = await start_with(proofs)
    unbound = token("helseid")
    assert (await ask(stack, unbound, scheme="Bearer"))[0] == status
    assert (await ask(stack, unbound, KEY.proof("GET", URL, unbound)))[0] == 401


async def test_an_issuer_that_binds_nothing_cannot_begin_to(start_with, bound, token):
    stack = await start_with("off")
    assert (await ask(stack, bound, KEY.proof("GET", URL, bound)))[::2] == (
        401,
        'Bearer error="invalid_token"',
    )
    stack = await start_with("required")
    claims = {"cnf": {"jkt": KEY.thumbprint}}
    elsewhere = token("maskinporten", claims=claims)
    assert (await ask(stack, elsewhere, KEY.proof("GET", URL, elsewhere)))[0] == 401


@pytest.mark.parametrize("cnf", [{}, {"x5t#S256": "x"}, {"jkt": 7}, "x", {"jkt": "x", "kid": "y"}])
async def test_a_token_bound_to_what_cannot_be_shown_is_refused(start_with, token, cnf):
    stack = await start_with("accepted")
    odd = token("helseid", claims={"cnf": cnf})
    assert (await ask(stack, odd, scheme="Bearer"))[0] == 401
    assert (await ask(stack, odd, KEY.proof("GET", URL, odd)))[0] == 401


async def test_both_schemes_are_offered(start_with, token):
    stack = await start_with("required")
    nobody = await stack.ask(request("GET", PATH))
    assert nobody.get("www-authenticate") == f"Bearer, DPoP {ALGS}"
    small = token("helseid", bound_to=KEY.thumbprint, scope="")
    reply = await ask(stack, small, KEY.proof("GET", URL, small))
    assert reply == (
        403,
        "not-allowed",
        f'Bearer error="insufficient_scope", DPoP error="insufficient_scope", {ALGS}',
    )
