"""What streams, waits, breaks off and is asked together, on both data planes."""

import asyncio
import hashlib
import json

import pytest

from gateway.direct.plane import LARGEST_BODY
from gateway.testing.misbehaving import CHUNK
from gateway.testing.stack import request

ECHO = "/travel/v1/cases/echo"
THE_KEYS_ONE = 1
"""The connection on which the issuer was asked for its keys."""
SIZES = (0, 1, 16_000, LARGEST_BODY, LARGEST_BODY + 1, 3_000_000)


def posted(path, body, token, *lines):
    return request("POST", path, token, f"Content-Length: {len(body)}", *lines) + body


def posted_in_chunks(path, body, token):
    pieces = [body[start : start + 70_000] for start in range(0, len(body), 70_000)]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return request("POST", path, token, "Transfer-Encoding: chunked") + framed + b"0\r\n\r\n"


@pytest.mark.parametrize("size", SIZES)
async def test_a_body_of_any_size_arrives_as_it_was_sent(stack, token, size):
    body = (bytes(range(251)) * (size // 251 + 1))[:size]
    for asked in (posted(ECHO, body, token()), posted_in_chunks(ECHO, body, token())):
        told = json.loads((await stack.ask(asked)).body)
        assert (told["size"], told["sha256"]) == (size, hashlib.sha256(body).hexdigest())


async def test_an_answer_that_comes_piecemeal_is_whole(stack, token):
    reply = await stack.ask(request("GET", "/travel/v1/cases/piecemeal", token()))
    assert (reply.complete, bytes(reply.body), reply.get("etag")) == (True, b"hello", "1")


async def test_head_of_an_answer_of_unknown_length_leaves_the_connection_usable(stack, token):
    async with stack.connect() as client:
        await client.send(
            request("HEAD", "/travel/v1/cases/head-chunked", token())
            + request("GET", "/travel/v1/cases/head-chunked", token(), "Connection: close")
        )
        answers = (await client.rest()).split(b"HTTP/1.1 200 OK")
    assert len(answers) == 3
    assert answers[1].count(b"\r\n\r\n") == 1
    assert answers[2].endswith(b"3\r\nabc\r\n0\r\n\r\n")


async def test_services_and_the_gateway_answer_in_the_order_they_were_asked(stack, token):
    body = b"x" * 1_000
    asked = (
        request("GET", "/travel/v1/cases/piecemeal", token()),
        request("GET", "/health/live"),
        posted(ECHO, b"abc", token()),
        posted(ECHO, body, None),
        request("GET", "/travel/v1/cases/empty", token()),
        posted(ECHO, b"x" * 100_000, token()),
        request("GET", "/problems/not-found"),
        request("GET", "/travel/v1/cases/piecemeal", token()),
    )
    async with stack.connect() as client:
        await client.send(b"".join(asked))
        replies = [await client.reply() for _ in asked]
    assert [reply.status for reply in replies] == [200, 200, 200, 401, 204, 200, 200, 200]
    assert [bytes(replies[at].body) for at in (0, 7)] == [b"hello"] * 2
    assert [json.loads(replies[at].body)["size"] for at in (2, 5)] == [3, 100_000]


async def test_a_long_row_of_refusals_is_no_deep_recursion(stack):
    async with stack.connect() as client:
        sending = asyncio.create_task(client.send(request("GET", ECHO) * 1_500))
        statuses = {(await client.reply()).status for _ in range(1_500)}
        await sending
    assert statuses == {401}


async def test_requests_share_the_connection_to_their_service(stack, token):
    async with stack.connect() as client:
        for _ in range(20):
            assert (await client.ask(request("GET", ECHO, token()))).status == 200
        assert stack.service.open_connections == THE_KEYS_ONE + 1


async def test_a_connection_that_waited_for_a_slow_reader_serves_again(stack, token):
    large = request("GET", "/travel/v1/cases/large?n=100", token())
    async with stack.connect() as client:
        await client.send(large)
        await asyncio.sleep(0.3)
        assert (
            hashlib.sha256((await client.reply()).body).digest()
            == hashlib.sha256(CHUNK * 100).digest()
        )
        for _ in range(3):
            assert (await client.ask(request("GET", ECHO, token()))).status == 200
    assert stack.service.open_connections == THE_KEYS_ONE + 1


async def test_a_client_that_leaves_in_the_middle_of_its_answer_ends_it(stack, token):
    async with stack.connect() as client:
        await client.send(request("GET", "/travel/v1/cases/large?n=800", token()))
        await client.some()
    await until(lambda: stack.service.broken_off == 1)
    await until(lambda: stack.service.open_connections == THE_KEYS_ONE)


async def test_what_may_not_be_repeated_is_not_when_the_service_has_closed(stack, token):
    stale = "/travel/v1/cases/stale"
    async with stack.connect() as client:
        first = await client.ask(posted(stale, b"x", token()))
        second = await client.ask(posted(stale, b"x", token()))
    assert (first.status, second.status) == (200, 502)
    assert len(stack.service.seen) == 2


async def test_a_service_may_refuse_in_the_middle_of_a_large_body(stack, token):
    body = b"x" * 20_000_000
    for _ in range(3):
        async with stack.connect() as client:
            asked = posted("/travel/v1/cases/refuse-early", body, token())
            sending = asyncio.create_task(client.send(asked))
            reply = await client.reply()
            sending.cancel()
        assert (reply.status, bytes(reply.body)) == (413, b"big")


async def test_a_body_that_breaks_in_the_middle_is_refused_and_its_service_left(stack, token):
    head = request("POST", ECHO, token(), "Transfer-Encoding: chunked")
    async with stack.connect() as client:
        await client.send(head + b"5\r\nhello\r\n")
        await until(lambda: stack.service.seen)
        reply = await client.ask(b"ZZ\r\n")
        assert (reply.status, reply.get("connection")) == (400, "close")
        assert await client.rest() == b""
    await until(lambda: stack.service.open_connections == THE_KEYS_ONE)
    assert [entry["status"] for entry in stack.log.entries] == [400]


async def test_a_body_nobody_sent_for_ends_the_connection_of_who_is_refused(stack):
    lines = ("Content-Length: 3000000", "Expect: 100-continue")
    async with stack.connect() as client:
        reply = await client.ask(request("POST", ECHO, None, *lines))
        assert (reply.status, reply.get("connection")) == (401, "close")


async def until(holds):
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.01)
