"""Requests that are broken, too large, too slow or sly, as bytes on a socket."""

import asyncio
import json

import pytest

from gateway.testing.stack import request

GET = b"GET /travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n"
POST = b"POST /travel/v1/callbacks/echo HTTP/1.1\r\nHost: a\r\n"
BODY = b"3\r\nabc\r\n0\r\n\r\n"

CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"

MATRIX = {
    "length and chunked": (CHUNKED + b"Content-Length: 3\r\n\r\n" + BODY, 400),
    "two lengths": (POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
    "two equal lengths": (POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
    "length with a sign": (POST + b"Content-Length: +3\r\n\r\nabc", 400),
    "negative length": (POST + b"Content-Length: -3\r\n\r\nabc", 400),
    "length in hex": (POST + b"Content-Length: 0x3\r\n\r\nabc", 400),
    "list of lengths": (POST + b"Content-Length: 3, 3\r\n\r\nabc", 400),
    "unknown coding": (POST + b"Transfer-Encoding: xchunked\r\n\r\n" + BODY, 501),
    "gzip then chunked": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + BODY, 501),
    "chunked, then none": (POST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + BODY, 400),
    "chunked twice": (POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + BODY, 400),
    "space before colon": (POST + b"Transfer-Encoding : chunked\r\n\r\n" + BODY, 400),
    "folded field": (GET + b"X-A: 1\r\n 2\r\n\r\n", 400),
    "bare line feeds": (b"GET /travel/v1/rules/echo HTTP/1.1\nHost: a\n\n", 400),
    "bare carriage return": (GET + b"X-A: 1\r2\r\n\r\n", 400),
    "null in a value": (GET + b"X-A: 1\x002\r\n\r\n", 400),
    "null in a name": (GET + b"X\x00A: 1\r\n\r\n", 400),
    "no host": (b"GET /travel/v1/rules/echo HTTP/1.1\r\n\r\n", 400),
    "two hosts": (GET + b"Host: b\r\n\r\n", 400),
    "the same host twice": (GET + b"Host: a\r\n\r\n", 400),
    "no host for health": (b"GET /health/live HTTP/1.1\r\n\r\n", 400),
    "two hosts for health": (b"GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "broken chunk size": (CHUNKED + b"\r\nxyz\r\nabc\r\n0\r\n\r\n", {400, None}),
    "upgrade": (GET + b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n", 501),
    "upgrade with a body": (CHUNKED + b"Connection: upgrade\r\nUpgrade: h2c\r\n\r\n" + BODY, 501),
    "upgrade unasked": (GET + b"Upgrade: h2c\r\n\r\n", 501),
    "tunnel": (b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 501}),
    "old version": (b"GET /travel/v1/rules/echo HTTP/1.0\r\nHost: a\r\n\r\n", 501),
    "no HTTP": (b"hello\r\n\r\n", 400),
    "newer HTTP": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "asterisk": (b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "dot segments": (b"GET /travel/v1/../v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "encoded dots": (b"GET /travel/%2e%2e/access HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "encoded slash": (b"GET /travel/v1%2frules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "backslash": (b"GET /travel\\v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "double slash": (b"GET //travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "space in target": (b"GET /travel/v1/rules/ec ho HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "other authority": (b"GET http://b/travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "same authority": (b"GET http://a/travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    "two keys": (POST + b"Idempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n", 400),
    "unknown expectation": (GET + b"Expect: tea\r\n\r\n", 400),
    "large head": (GET + b"X-A: " + b"a" * 40_000 + b"\r\n\r\n", 431),
    "endless head": (GET + b"X-A: " + b"a" * 70_000, 431),
    "endless target": (b"GET /travel/" + b"a" * 70_000, 431),
    "long target": (b"GET /travel/" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
    "many fields": (GET + b"X-A: 1\r\n" * 300 + b"\r\n", 431),
    "unknown path": (b"GET /travel/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "unknown prefix": (b"GET /admin HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "inside port's paths": (b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "inside keys": (b"GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "wrong method": (b"DELETE /travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "unknown method": (b"PROPFIND /travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "trace": (b"TRACE /travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "wrong method here": (b"POST /health/live HTTP/1.1\r\nHost: a\r\n\r\n", 405),
}  # fmt: skip


async def test_broken_and_sly_requests_get_the_answer_they_deserve(stack):
    given = {}
    for name, (data, _) in MATRIX.items():
        reply = await stack.ask(data)
        given[name] = reply.status or None
        if reply.status >= 400:
            assert reply.get("content-type") == "application/problem+json", name
            assert json.loads(reply.body)["status"] == reply.status, name
            assert reply.get("x-request-id"), name
    wrong = {
        name: status
        for name, status in given.items()
        if status != (wanted := MATRIX[name][1])
        and not (isinstance(wanted, set) and status in wanted)
    }
    assert wrong == {}


async def test_only_good_requests_of_the_matrix_reached_a_service(stack):
    for data, wanted in MATRIX.values():
        if wanted != 200:
            await stack.ask(data)
    assert [seen.target for seen in stack.service.seen] in ([], ["/v1/callbacks/echo"])


async def test_a_smuggled_second_request_is_never_answered(stack):
    sly = POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET + b"\r\n"
    async with stack.connect() as client:
        await client.send(sly)
        assert (await client.rest()).count(b"HTTP/1.1 ") == 1


async def test_pipelined_requests_are_answered_in_order(stack):
    asked = b"".join(
        request("GET", f"/travel/v1/rules/echo?n={n}") if n % 2 else request("GET", f"/nothing/{n}")
        for n in range(8)
    )
    async with stack.connect() as client:
        await client.send(asked)
        replies = [await client.reply() for _ in range(8)]
    assert [reply.status for reply in replies] == [404, 200] * 4


async def test_an_answer_that_is_due_goes_out_before_the_connection_ends_on_a_broken_request(stack):
    async with stack.connect() as client:
        await client.send(request("GET", "/travel/v1/rules/echo") + b"BROKEN\r\n\r\n")
        answers = await client.rest()
    assert answers.startswith(b"HTTP/1.1 200")
    assert answers.count(b"HTTP/1.1 ") == 1


async def test_a_head_that_comes_too_slowly_is_told_so(start):
    stack = await start(head_s=0.2)
    reply = await stack.ask(GET)
    assert (reply.status, json.loads(reply.body)["title"]) == (408, "Request timeout")


async def test_a_connection_that_says_nothing_is_closed(start):
    stack = await start(head_s=0.2)
    async with stack.connect() as client:
        assert await client.rest() == b""


async def test_the_head_may_come_byte_by_byte(stack):
    async with stack.connect() as client:
        for byte in GET + b"\r\n":
            await client.send(bytes([byte]))
            await asyncio.sleep(0)
        assert (await client.reply()).status == 200


async def test_a_refused_client_that_is_still_sending_gets_to_read_why(stack):
    head = request("POST", "/travel/v1/cases/echo", None, "Content-Length: 3000000")
    async with stack.connect() as client:
        sending = asyncio.create_task(client.send(head + b"x" * 900_000))
        reply = await client.reply()
        await sending
    assert (reply.status, reply.get("connection")) == (401, "close")


async def test_a_small_body_that_nobody_reads_leaves_the_connection_usable(stack):
    head = request("POST", "/travel/v1/cases/echo", None, "Content-Length: 1000")
    async with stack.connect() as client:
        first = await client.ask(head + b"x" * 1_000)
        second = await client.ask(GET + b"\r\n")
    assert (first.status, second.status) == (401, 200)


@pytest.mark.parametrize("path", ["/travel/v1/rules/echo", "/health/live"])
async def test_a_kept_connection_serves_many_requests(stack, path):
    async with stack.connect() as client:
        statuses = {(await client.ask(request("GET", path))).status for _ in range(20)}
    assert statuses == {200}


async def test_draining_asks_clients_to_go_elsewhere_and_finishes_what_was_begun(stack):
    async with stack.connect() as client:
        assert (await client.ask(request("GET", "/health/ready"))).status == 200
        stack.gateway.life.draining = True
        ready = await client.ask(request("GET", "/health/ready"))
        assert (ready.status, ready.get("connection")) == (503, "close")
    reply = await stack.ask(request("GET", "/travel/v1/rules/echo"))
    assert (reply.status, reply.get("connection")) == (200, "close")
