"""Who is let through, over real sockets with real tokens."""

import asyncio
import json
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from gateway.testing.stack import request

STAFF = UUID("00000000-0000-4000-8000-000000000001")
PERSON = "15853248712"
READ = "/travel/v1/cases/echo"


async def ask(stack, token, path=READ, method="GET", *lines):
    return await stack.ask(request(method, path, token, *lines))


def inside_claims(stack):
    """Return the claims of the inside token the service got, checked as a service would."""
    bearer = stack.service.last.get("authorization").removeprefix("Bearer ")
    keys = KeySet.import_key_set(stack.gateway.inside.jwks())
    return jwt.decode(bearer, keys, algorithms=["ES256"]).claims


async def test_without_a_token_nothing_but_open_operations_is_let_through(stack):
    reply = await ask(stack, None)
    assert (reply.status, reply.get("www-authenticate")) == (401, "Bearer")
    assert json.loads(reply.body)["type"] == "https://api.test/problems/not-authenticated"
    assert stack.service.seen == []

    assert (await ask(stack, None, "/travel/v1/rules/echo")).status == 200
    assert (await ask(stack, None, "/travel/v1/callbacks/echo", "POST")).status == 200


@pytest.mark.parametrize("path", ["/travel/v1/rules/echo", "/travel/v1/callbacks/echo"])
async def test_open_operations_say_nothing_of_a_caller(stack, token, path):
    method = "POST" if "callbacks" in path else "GET"
    reply = await ask(stack, token(), path, method, "Webhook-Signature: v1,abc")
    assert reply.status == 200
    assert stack.service.last.get("authorization") is None
    assert stack.service.last.get("webhook-signature") == "v1,abc"


async def test_a_machine_becomes_its_organisation(stack, token):
    await ask(stack, token(supplier="310280848"))

    claims = inside_claims(stack)
    assert claims | {"iat": 0, "exp": 60} == {
        "iss": "helsesak-gateway",
        "aud": "travel-api",
        "sub": "org:313725730",
        "org": "313725730",
        "supplier": "310280848",
        "scope": "travel:handle",
        "act": {"iss": "https://issuers.test/maskinporten/", "client_id": "helsesak-development"},
        "iat": 0,
        "exp": 60,
    }
    assert claims["exp"] - claims["iat"] == 60


async def test_a_scope_that_widens_an_operation_is_passed_on_and_opens_nothing(stack, token):
    special = "helsesak:travel/special"
    assert (await ask(stack, token(scope=special))).status == 403
    await ask(stack, token(scope=f"{special} helsesak:travel/handle helsesak:travel/made-up"))
    assert inside_claims(stack)["scope"] == "travel:handle travel:special"


async def test_a_citizen_is_named_only_where_the_operation_asks(stack, token):
    citizen = token("idporten", person=PERSON, scope="helsesak:travel/claim openid profile")
    await ask(stack, citizen, "/travel/v1/own/echo", "POST")
    named = inside_claims(stack)
    await ask(stack, citizen, "/travel/v1/claims/echo", "POST")
    unnamed = inside_claims(stack)

    assert named["pid"] == PERSON
    assert "pid" not in unnamed
    assert named["sub"] == unnamed["sub"]
    assert named["sub"].startswith("person:")
    assert PERSON not in named["sub"]
    assert (named["loa"], named["scope"]) == ("high", "travel:claim")


async def test_a_person_has_one_name_whichever_client_and_issuer(stack, token):
    names = set()
    for wish in (
        {"issuer": "idporten", "client_id": "helsesak-development"},
        {"issuer": "helseid", "client_id": "another"},
    ):
        scope = "helsesak:travel/claim"
        await ask(stack, token(person=PERSON, scope=scope, **wish), "/travel/v1/own/echo", "POST")
        names.add(inside_claims(stack)["sub"])
    assert len(names) == 1


async def test_staff_is_named_by_tenant_and_object(stack, token):
    await ask(stack, token("entra", staff=STAFF, roles=("travel:handle",)), "/travel/v1/staff/echo")
    claims = inside_claims(stack)
    assert claims["sub"] == f"staff:6a1f0d52-58c5-4a0c-9d0e-2f3a4b5c6d7e:{STAFF}"
    assert "loa" not in claims


async def test_an_inside_token_is_made_anew_only_now_and_then(stack, token):
    same = token()
    await ask(stack, same)
    first = stack.service.last.get("authorization")
    await ask(stack, same)
    assert stack.service.last.get("authorization") == first
    await ask(stack, token(client_id="another"))
    assert stack.service.last.get("authorization") != first


async def test_what_a_token_does_not_open_stays_shut(stack, token):
    citizen = {"issuer": "idporten", "person": PERSON}
    claim = "helsesak:travel/claim"
    cases = (
        (token(scope="helsesak:travel/claim"), READ, "GET"),
        (token(scope="travel:handle"), READ, "GET"),
        (token(scope=""), READ, "GET"),
        (token(), "/travel/v1/staff/echo", "GET"),
        (token(**citizen, scope=claim, assurance="substantial"), "/travel/v1/claims/echo", "POST"),
        (token(**citizen, scope=claim, claims={"acr": "odd"}), "/travel/v1/claims/echo", "POST"),
    )
    for given, path, method in cases:
        reply = await ask(stack, given, path, method)
        assert reply.status == 403
        assert reply.get("www-authenticate") == 'Bearer error="insufficient_scope"'
    assert stack.service.seen == []


BAD = {
    "expired": {"expires_in": -6},
    "not yet": {"claims": {"nbf": 4_000_000_000}},
    "from the future": {"claims": {"iat": 4_000_000_000}},
    "never ends": {"claims": {"exp": None}},
    "ends never": {"claims": {"exp": "tomorrow"}},
    "unknown issuer": {"claims": {"iss": "https://issuers.test/other"}},
    "issuer without its slash": {"claims": {"iss": "https://issuers.test/maskinporten"}},
    "no issuer": {"claims": {"iss": None}},
    "issuer of another profile": {"claims": {"iss": "https://issuers.test/entra/x/v2.0"}},
    "for somebody else": {"audience": "https://other.example"},
    "no organisation": {"organisation": None},
    "organisation of another register": {"claims": {"consumer": {"ID": "9908:313725730"}}},
    "bound to a key": {"claims": {"cnf": {"jkt": "x"}}},
    "no access token": {"header": {"typ": "logout+jwt"}},
    "no key": {"header": {"kid": None}},
    "citizen without a number": {"issuer": "idporten"},
    "citizen of another client": {"issuer": "idporten", "person": PERSON, "client_id": "x"},
    "citizen for somebody else": {"issuer": "idporten", "person": PERSON, "audience": "x"},
    "helseid without audience": {"issuer": "helseid", "claims": {"aud": None}},
    "helseid with another audience": {"issuer": "helseid", "audience": "nhn:other"},
    "entra without audience": {"issuer": "entra", "staff": STAFF, "claims": {"aud": None}},
    "entra with another audience": {"issuer": "entra", "staff": STAFF, "audience": "api://other"},
    "entra without a member": {"issuer": "entra"},
    "entra application": {"issuer": "entra", "staff": STAFF, "claims": {"idtyp": "app"}},
    "entra client": {"issuer": "entra", "staff": STAFF, "claims": {"sub": str(STAFF)}},
}


async def test_tokens_that_say_the_wrong_things_are_refused_alike(stack, token):
    answers = {}
    for name, wish in BAD.items():
        reply = await ask(stack, token(**wish))
        answers[name] = (reply.status, reply.get("www-authenticate"))
    assert answers == dict.fromkeys(BAD, (401, 'Bearer error="invalid_token"'))
    assert stack.service.seen == []


async def test_another_issuers_key_signs_nothing_here(stack, token):
    forged = token("maskinporten", claims={"iss": "https://issuers.test/helseid"})
    assert (await ask(stack, forged)).status == 401


@pytest.mark.parametrize(
    "value", ["Basic YTpi", "Bearer", "Bearer ", "bearer", "DPoP abc", "token", ""]
)
async def test_only_bearer_tokens_are_read(stack, value):
    reply = await stack.ask(request("GET", READ, None, f"Authorization: {value}"))
    assert reply.status == 401


async def test_a_flood_of_unknown_keys_asks_the_issuer_at_most_once_per_cooldown(
    stack, token, fetches
):
    await ask(stack, token())
    assert fetches == {"maskinporten": 1}
    for n in range(20):
        assert (await ask(stack, token(header={"kid": f"made-up-{n}"}))).status == 401
    assert fetches == {"maskinporten": 1}


async def test_an_unknown_issuer_is_never_asked_for_keys(stack, token, fetches):
    wish = {"claims": {"iss": "http://169.254.169.254/"}, "header": {"jku": "http://evil.example/"}}
    assert (await ask(stack, token(**wish))).status == 401
    assert fetches == {"maskinporten": 1}


async def test_an_issuer_that_is_down_is_not_the_callers_fault(start, token):
    stack = await start()
    broken = [p | {"jwks_url": "http://127.0.0.1:1/"} for p in profiles(stack)]
    stack = await start(issuers=broken)
    reply = await ask(stack, token())
    assert (reply.status, reply.get("retry-after")) == (503, "30")


async def test_forged_identity_fields_never_reach_a_service(stack, token):
    forged = (
        "X-User: admin", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-User: admin", "Forwarded: for=1",
        "X_User: admin", "Authorization_: Bearer x", "Cookie: session=1", "X-Request-Id: mine",
        "X-Original-Url: /other", "X-Http-Method-Override: DELETE", "Tracestate: a=b",
        "Proxy-Authorization: Basic x", "X-Consumer-Id: 1", "Te: trailers", "X-Scope: all",
    )  # fmt: skip
    await ask(stack, token(), READ, "GET", *forged)
    assert {name for name, _ in stack.service.last.fields} == {
        "host", "x-request-id", "traceparent", "authorization",
    }  # fmt: skip
    assert stack.service.last.get("x-request-id") != "mine"
    assert stack.service.last.get("authorization") != f"Bearer {token()}"


async def test_the_clients_decision_to_trace_is_not_believed(stack, token):
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    await ask(stack, token(), READ, "GET", f"Traceparent: 00-{trace_id}-b7ad6b7169203331-01")
    version, same_trace, span, flags = stack.service.last.get("traceparent").split("-")
    assert (version, same_trace, flags) == ("00", trace_id, "00")
    assert span != "b7ad6b7169203331"


async def test_a_caller_that_asks_too_often_is_told_to_wait(start, token):
    rates = {name: [3, 60] for name in ("ordinary", "public", "heavy", "lookup")}
    stack = await start(
        rates={name: {"requests": r, "seconds": s} for name, (r, s) in rates.items()}
    )
    replies = [await ask(stack, token()) for _ in range(4)]
    public = [await ask(stack, None, "/travel/v1/rules/echo") for _ in range(4)]

    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert [reply.status for reply in public] == [200, 200, 200, 429]
    assert replies[0].get("ratelimit-policy") == '"ordinary";q=3;w=60'
    assert replies[2].get("ratelimit") == '"ordinary";r=0;t=60'
    assert replies[3].get("retry-after") == "20"
    assert (await ask(stack, token(organisation="310280848"))).status == 200


@pytest.mark.parametrize(("trusted", "last"), [((), 429), (("127.0.0.1",), 200)])
async def test_strangers_behind_a_proxy_are_told_apart_only_if_the_proxy_is_trusted(
    start, trusted, last
):
    rate = {"requests": 2, "seconds": 60}
    rates = dict.fromkeys(("ordinary", "public", "heavy", "lookup"), rate)
    stack = await start(rates=rates, trusted_proxies=trusted)
    path, statuses = "/travel/v1/rules/echo", []
    for number in range(3):
        stranger = f"X-Forwarded-For: 203.0.113.{number}"
        statuses.append((await ask(stack, None, path, "GET", stranger)).status)
    assert statuses == [200, 200, last]
    assert stack.service.last.get("x-forwarded-for") is None


async def test_what_a_stranger_says_of_itself_before_the_proxy_does_is_not_believed(start):
    rate = {"requests": 2, "seconds": 60}
    rates = dict.fromkeys(("ordinary", "public", "heavy", "lookup"), rate)
    stack = await start(rates=rates, trusted_proxies=("127.0.0.1",))
    statuses = [
        (await ask(stack, None, "/travel/v1/rules/echo", "GET", *lines)).status
        for lines in (
            ("X-Forwarded-For: 203.0.113.1, 198.51.100.7",),
            ("X-Forwarded-For: 203.0.113.2", "X-Forwarded-For: 198.51.100.7"),
            ("X-Forwarded-For: 203.0.113.3, 198.51.100.7",),
        )
    ]
    assert statuses == [200, 200, 429]


async def test_nothing_of_a_person_stands_in_the_log(stack, token):
    citizen = token("idporten", person=PERSON, scope="helsesak:travel/claim")
    await ask(stack, citizen, f"/travel/v1/own/echo?x={PERSON}", "POST")
    await asyncio.sleep(0)

    (line,) = stack.log.entries
    assert line["route"] == "/travel/v1/own/{case}"
    assert not {PERSON, "127.0.0.1", inside_claims(stack)["sub"]} & {str(v) for v in line.values()}
    assert PERSON not in json.dumps(line)


def profiles(stack):
    return [profile.model_dump() for profile in stack.gateway.settings.issuers]
