"""The gateway as a process: how it starts, and how it ends."""

import asyncio
import base64
import json
import resource
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import ValidationError

from contracts.scopes import RateClass
from gateway.app import Gateway
from gateway.inside import import_signing_key
from gateway.settings import GatewaySettings
from gateway.testing.client import connected
from gateway.testing.misbehaving import BEHAVIOURS, CHUNK, misbehaving
from gateway.testing.stack import request
from local_stack.issuer.layouts import Wish
from local_stack.issuer.tokens import DevelopmentIssuer
from local_stack.ports import own_ports

ISSUER = DevelopmentIssuer("maskinporten", "https://issuers.test")
PROFILE = {"kind": "maskinporten", "issuer": ISSUER.issuer, "jwks_url": "http://127.0.0.1:1/"}
MUCH = {"requests": 1_000_000, "seconds": 60}
KEY = base64.b64encode(b"k" * 32).decode()


def a_pem():
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


@pytest.fixture(params=["asgi", "protocol"])
async def process(tmp_path, request):
    """A running gateway: its process, its ports and the file of its standard output."""
    public, inside = own_ports(("public", "inside")).values()
    async with misbehaving(SERVICE) as service:
        profile = PROFILE | {"jwks_url": f"http://127.0.0.1:{service.port}/keys"}
        profile |= {"scope_prefix": "helsesak:"}
        environment = {
            "GATEWAY_DATA_PLANE": request.param,
            "GATEWAY_DRAIN_S": "0.3",
            "GATEWAY_RATES": json.dumps(dict.fromkeys(RateClass, MUCH)),
            "GATEWAY_PORT": str(public),
            "GATEWAY_INSIDE_PORT": str(inside),
            "GATEWAY_SIGNING_KEY": a_pem(),
            "GATEWAY_NEXT_SIGNING_KEY": a_pem(),
            "GATEWAY_SUBJECT_KEY": KEY,
            "GATEWAY_ISSUERS": json.dumps([profile]),
            "GATEWAY_TRAVEL_URL": f"http://127.0.0.1:{service.port}",
        }
        with (tmp_path / "out").open("w+b") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "gateway", env=environment, stdout=out
            )
            try:
                await until_up(public)
                yield process, public, inside, out
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()


async def slow(connection, seen):
    await connection.body(seen)
    await asyncio.sleep(0.5)
    await connection.ok(b"late")


async def keys(connection, _seen):
    await connection.ok(json.dumps(ISSUER.keys.jwks()).encode())


async def hesitant(connection, seen):
    await asyncio.sleep(0.5)
    await connection.body(seen)
    await connection.ok(str(seen.body_size).encode())


SERVICE = {
    "assessments": slow,
    "entitlements": BEHAVIOURS["echo"],
    "rules": BEHAVIOURS["large"],
    "uploads": hesitant,
    "keys": keys,
}


async def until_up(port):
    async with asyncio.timeout(30):
        while True:
            try:
                async with connected(port) as client:
                    if (await client.ask(request("GET", "/health/ready"))).status == 200:
                        return
            except OSError:
                await asyncio.sleep(0.05)


async def test_it_serves_two_ports_and_ends_when_told(process):
    running, public, inside, out = process
    async with connected(inside) as client:
        keys = await client.ask(request("GET", "/.well-known/jwks.json"))
        metrics = await client.ask(request("GET", "/metrics"))
    async with connected(public) as client:
        assert (await client.ask(request("GET", "/nothing"))).status == 404
        for _ in range(3):
            assert (await client.ask(request("POST", "/travel/v1/entitlements"))).status == 200

    assert len(json.loads(keys.body)["keys"]) == 2
    assert b"gateway_request" in metrics.body
    running.send_signal(signal.SIGTERM)
    assert await running.wait() == 0
    out.seek(0)
    lines = [json.loads(line) for line in out.read().splitlines()]
    assert [line["status"] for line in lines if line["event"] == "answered"] == [404, 200, 200, 200]


async def test_a_request_that_was_begun_is_answered_before_it_ends(process):
    running, public, _, _ = process
    async with connected(public) as client:
        await client.send(request("POST", "/travel/v1/assessments"))
        await asyncio.sleep(0.2)
        running.send_signal(signal.SIGTERM)
        reply = await client.reply()
    assert (reply.status, bytes(reply.body)) == (200, b"late")
    assert reply.get("connection") == "close"
    assert await running.wait() == 0


async def test_a_busy_kept_connection_is_never_cut_in_a_request(process):
    running, public, _, _ = process
    asked = request("POST", "/travel/v1/entitlements")
    async with connected(public) as client:
        for number in range(10_000):
            reply = await client.ask(asked)
            assert (reply.status, reply.complete) == (200, True)
            if number == 20:
                running.send_signal(signal.SIGTERM)
            if reply.get("connection") == "close":
                break
    assert await running.wait() == 0


def resident(process):
    """Return the bytes of memory a process takes up."""
    return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * resource.getpagesize()


async def upload(port, body):
    token = ISSUER.token(Wish(scope="helsesak:travel/register", organisation="313725730"))
    head = request("POST", "/travel/v1/uploads", token, f"Content-Length: {len(body)}")
    async with connected(port) as client:
        sending = asyncio.create_task(client.send(head + body))
        reply = await client.reply()
        await sending
        return bytes(reply.body)


async def test_what_nobody_reads_takes_little_memory(process):
    running, public, _, _ = process
    large = request("GET", "/travel/v1/rules?n=500")
    pipelined = request("GET", "/travel/v1/rules?n=16") * 30
    start, answers = resident(running), 20 * 500 * len(CHUNK)
    async with AsyncExitStack() as stack:
        for asked in (*[large] * 20, pipelined):
            client = await stack.enter_async_context(connected(public))
            await client.send(asked)
        await asyncio.sleep(0.5)
        assert resident(running) - start < answers / 8

    start, body = resident(running), b"x" * 8_000_000
    uploads = asyncio.gather(*(upload(public, body) for _ in range(12)))
    await asyncio.sleep(0.3)
    assert resident(running) - start < 12 * len(body) / 4
    assert set(await uploads) == {b"8000000"}


def settings(**changes):
    known = {"subject_key": KEY, "issuers": [PROFILE], "environment": "development"}
    return GatewaySettings(**known | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"environment": "production"},
        {"subject_key": "not base64!"},
        {"subject_key": base64.b64encode(b"k" * 31).decode()},
        {"issuers": []},
        {"issuers": [PROFILE, PROFILE]},
        {"issuers": [PROFILE | {"kind": "helseid"}]},
        {"issuers": [PROFILE | {"kind": "entra"}]},
        {"issuers": [PROFILE | {"kind": "idporten", "client_ids": ["a"]}]},
        {"issuers": [PROFILE | {"kind": "idporten", "scope_prefix": "a:"}]},
        {"issuers": [PROFILE | {"unknown": 1}]},
        {"rates": {"ordinary": {"requests": 1, "seconds": 1}}},
    ],
)
def test_unsafe_settings_are_refused(changes):
    with pytest.raises(ValidationError):
        settings(**changes)


def test_development_makes_its_own_keys():
    keys = Gateway(settings()).inside.jwks()["keys"]
    assert len({key["kid"] for key in keys}) == 2


def test_replicas_with_the_same_secret_call_the_key_by_the_same_name():
    pem = a_pem()
    assert import_signing_key(pem).kid == import_signing_key(pem).kid


def test_only_a_private_key_on_the_right_curve_signs():
    public = import_signing_key(a_pem()).as_pem(private=False).decode()
    other = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for wrong in (public, other.decode()):
        with pytest.raises(ValueError, match="P-256"):
            import_signing_key(wrong)
