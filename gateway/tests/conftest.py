"""A gateway on a real socket, before a service that misbehaves on demand and real issuers."""

import base64
import json
from collections import Counter
from contextlib import AsyncExitStack

import pytest
from joserfc.jwk import RSAKey

from contracts.scopes import Assurance, Operation, RateClass
from gateway.app import Gateway
from gateway.serving import public_server
from gateway.settings import GatewaySettings
from gateway.testing.misbehaving import misbehaving
from gateway.testing.stack import Lines, Stack, serving
from local_stack.issuer.layouts import Wish
from local_stack.issuer.tokens import DevelopmentIssuer

ISSUERS = {
    name: DevelopmentIssuer(name, "https://issuers.test")
    for name in ("idporten", "maskinporten", "helseid", "entra")
}
TRUST = {
    "idporten": {"scope_prefix": "helsesak:", "client_ids": ["helsesak-development"]},
    "maskinporten": {"scope_prefix": "helsesak:"},
    "helseid": {"scope_prefix": "helsesak:", "audience": "helsesak"},
    "entra": {"audience": "api://helsesak"},
}
HANDLE, CLAIM = frozenset({"travel:handle"}), frozenset({"travel:claim"})


def an_operation(name, path, method="GET", **changes):
    return Operation(service="travel", name=name, method=method, path=path, **changes)


OPERATIONS = (
    an_operation("read", "/v1/cases/{case}", scopes=HANDLE, timeout_s=1),
    an_operation("write", "/v1/cases/{case}", "POST", scopes=HANDLE, body_limit=1 << 28),
    an_operation("remove", "/v1/cases/{case}", "DELETE", scopes=HANDLE),
    an_operation("small", "/v1/small/{case}", "POST", scopes=HANDLE, body_limit=100),
    an_operation("staff", "/v1/staff/{case}", scopes=HANDLE, staff_only=True),
    an_operation("claim", "/v1/claims/{case}", "POST", scopes=CLAIM, assurance=Assurance.HIGH),
    an_operation("own", "/v1/own/{case}", "POST", scopes=CLAIM, needs_pid=True),
    an_operation("rules", "/v1/rules/{case}", rate=RateClass.PUBLIC),
    an_operation("callback", "/v1/callbacks/{case}", "POST", signed=True, rate=RateClass.PUBLIC),
)


@pytest.fixture(scope="session")
def token():
    """A function from an issuer and a wish to a token."""

    defaults = {"scope": "helsesak:travel/handle", "organisation": "313725730"}
    usual = ISSUERS["maskinporten"].token(Wish(**defaults, expires_in=3_600))

    def make(issuer="maskinporten", **wish):
        if issuer == "maskinporten" and not wish:
            return usual
        return ISSUERS[issuer].token(Wish(**defaults | wish))

    return make


@pytest.fixture(scope="session")
def public_key():
    """The key the machines' tokens are signed with."""
    return RSAKey.import_key(ISSUERS["maskinporten"].keys.jwks()["keys"][0])


@pytest.fixture
def fetches():
    """How often each issuer was asked for its keys."""
    return Counter()


@pytest.fixture(params=["asgi", "protocol"])
async def start(fetches, request):
    """A function that starts a gateway with the settings it is given, on either data plane."""

    async def keys(connection, seen):
        name = seen.target.split("/")[1]
        fetches[name] += 1
        await connection.ok(json.dumps(ISSUERS[name].keys.jwks()).encode())

    async with AsyncExitStack() as running:
        service = await running.enter_async_context(misbehaving({"keys": keys}))

        async def run(**changes):
            settings = GatewaySettings(
                **the_settings(service.port) | {"data_plane": request.param} | changes
            )
            log = Lines()
            gateway = Gateway(settings, OPERATIONS, log)
            server = public_server(gateway)
            port = await running.enter_async_context(serving(server))
            return Stack(gateway, server, port, service, log)

        yield run


@pytest.fixture
async def stack(start, token):
    """A gateway that knows the usual token, so that its requests may take the fast lane."""
    stack = await start()
    await stack.gateway.direct.proxy.policy.verifier.verify(token().encode())
    return stack


def the_settings(port):
    url = f"http://127.0.0.1:{port}"
    return {
        "port": 0,
        "public_url": "https://api.test",
        "environment": "development",
        "issuers": [
            {"kind": kind, "issuer": ISSUERS[kind].issuer, "jwks_url": f"{url}/{kind}/keys"} | trust
            for kind, trust in TRUST.items()
        ],
        "subject_key": base64.b64encode(b"k" * 32).decode(),
        **{f"{service}_url": url for service in ("invoice", "travel", "access")},
    }
