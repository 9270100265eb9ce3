"""Both data planes do the same with the same requests: the ASGI one is the other's oracle."""

import json
import random

import pytest

from gateway.testing.stack import request

IGNORED = {"date", "x-request-id", "traceparent", "ratelimit"}
CASES = (
    "echo", "head", "empty", "unchanged", "until-close", "hints", "fields", "large?n=3",
    "large-chunked?n=3", "hang-up", "half-head", "garbage", "cut", "cut-chunked", "unasked",
)  # fmt: skip
PATHS = (
    *["/travel/v1/cases/"] * 8, "/travel/v1/rules/", "/travel/v1/rules/",
    "/travel/v1/callbacks/", "/travel/v1/small/", "/travel/v1/staff/", "/travel/v1/claims/",
    "/travel/v1/old/", "/travel/v1/nothing/", "/travel/v1//cases/", "/nowhere/",
)  # fmt: skip
FIELDS = (
    "Accept: application/json", "Accept-Language: nb", "User-Agent: test", "X-User: me",
    "X_User: me",
    "Idempotency-Key: abcdefgh", 'If-None-Match: "1"', "Connection: close", "Cookie: a=b",
    "Connection: keep-alive, if-none-match", "Origin: https://pages.example", "Te: trailers",
    "Content-Type: application/json", "Forwarded: for=1", "X-Forwarded-For: 1.2.3.4",
)  # fmt: skip


def some_requests(count, token):
    """Return requests of many kinds, the same at every run."""
    chance = random.Random(20_261_121)  # noqa: S311
    for _ in range(count):
        method = chance.choice(["GET", "GET", "GET", "POST", "POST", "DELETE", "HEAD", "PUT"])
        fields = chance.sample(FIELDS, chance.randrange(6))
        if chance.random() < 0.06:
            fields.append(chance.choice(["Host: other", "Expect: 100-continue", "Upgrade: h2c"]))
        body = b"x" * chance.choice([0, 0, 5, 100, 101, 70_000])
        framed = body
        if body and chance.random() < 0.3:
            fields.append("Transfer-Encoding: chunked")
            framed = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        elif body:
            fields.append(f"Content-Length: {len(body)}")
        path = chance.choice(PATHS) + chance.choice(CASES)
        given = chance.choice([*[token] * 8, None, "broken"])
        yield request(method, path, given, *fields) + framed


async def told(stack, asked):
    """Return what the client and the service saw of a request."""
    stack.service.seen.clear()
    async with stack.connect() as client:
        reply = await client.ask(asked)
    seen = [
        (one.method, one.target, visible(one.fields), one.body_size, one.sha256)
        for one in stack.service.seen[:1]
    ]
    body = bytes(reply.body)
    if b"echo" in asked.split(b"\r\n")[0] and reply.status == 200 and body:
        body = json.loads(body)["size"]
    return reply.status, visible(reply.fields), body, reply.complete, seen


def visible(fields):
    return sorted((n, v) for n, v in fields if n not in IGNORED | {"authorization", "host"})


@pytest.mark.parametrize("known", [True, False])
async def test_both_planes_do_the_same(start_on, token, known):
    asgi, direct = await start_on("asgi"), await start_on("protocol")
    lanes, used = 0, token() if known else token(client_id="a")
    for number, asked in enumerate(some_requests(300, used)):
        for stack in (asgi, direct):
            for upstream in stack.gateway.direct.proxy.upstreams.values():
                upstream.breaker.succeeded()
            if known:
                await stack.gateway.direct.proxy.policy.verifier.verify(token().encode())
        if asked.startswith(b"HEAD"):
            continue
        assert await told(direct, asked) == await told(asgi, asked), (number, asked[:400])
        lanes += direct.log.entries[-1]["lane"] == "direct"
    assert lanes > (50 if known else 20)
