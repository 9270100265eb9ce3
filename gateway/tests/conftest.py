"""A gateway on a real socket, before a service that misbehaves on demand and real issuers."""

import json
from collections import Counter
from contextlib import AsyncExitStack
from functools import partial

import pytest

from gateway.app import Gateway
from gateway.serving import public_server
from gateway.settings import GatewaySettings
from gateway.testing.example import OPERATIONS, a_setting
from gateway.testing.misbehaving import misbehaving
from gateway.testing.stack import Lines, Stack, serving
from local_stack.issuer.layouts import Wish
from local_stack.issuer.tokens import DevelopmentIssuer

ISSUERS = {
    name: DevelopmentIssuer(name, "https://issuers.test")
    for name in ("idporten", "maskinporten", "helseid", "entra")
}
NAMES = {name: issuer.issuer for name, issuer in ISSUERS.items()}


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


@pytest.fixture
def fetches():
    """How often each issuer was asked for its keys."""
    return Counter()


@pytest.fixture
async def start_on(fetches):
    """A function that starts a gateway on a data plane with the settings it is given."""

    async def keys(connection, seen):
        name = seen.target.split("/")[1]
        fetches[name] += 1
        await connection.ok(json.dumps(ISSUERS[name].keys.jwks()).encode())

    async with AsyncExitStack() as running:
        service = await running.enter_async_context(misbehaving({"keys": keys}))

        async def run(plane, **changes):
            known = a_setting(service.port, NAMES) | {"data_plane": plane}
            log = Lines()
            gateway = Gateway(GatewaySettings(**known | changes), OPERATIONS, log)
            server = public_server(gateway)
            port = await running.enter_async_context(serving(server))
            return Stack(gateway, server, port, service, log)

        yield run


@pytest.fixture(params=["asgi", "protocol"])
def start(start_on, request):
    """A function that starts a gateway with the settings it is given, on either data plane."""
    return partial(start_on, request.param)


@pytest.fixture
async def stack(start, token):
    """A gateway that knows the usual token, so that its requests may take the fast lane."""
    stack = await start()
    await stack.gateway.direct.proxy.policy.verifier.verify(token().encode())
    return stack
