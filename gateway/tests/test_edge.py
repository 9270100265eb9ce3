"""Requests that are broken, too large, too slow or sly, as bytes on a socket."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path

import pytest

from contracts.scopes import RateClass
from gateway.testing.malformed import PAUSE_S, TABLE, TINY_PATIENCE
from gateway.testing.stack import request

GET = b"GET /travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n"
POST = b"POST /travel/v1/callbacks/echo HTTP/1.1\r\nHost: a\r\n"
ORDINARY = {
    "unknown path": (b"GET /travel/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "unknown prefix": (b"GET /admin HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "inside port's paths": (b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "inside keys": (b"GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "wrong method": (b"DELETE /travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "unknown method": (b"PROPFIND /travel/v1/rules/echo HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "wrong method here": (b"POST /health/live HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "no host for health": (b"GET /health/live HTTP/1.1\r\n\r\n", 400),
    "two hosts for health": (b"GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "fragment for health": (b"GET /health/live#a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
}
UNLIMITED = {name: {"requests": 1_000_000, "seconds": 60} for name in RateClass}


async def answered(stack, case, *before):
    """Send a case of the table, slowly where that is its point, and return the answer."""
    pause_s = PAUSE_S if case in TABLE["Time"] else 0

    async def send():
        with suppress(ConnectionError):
            for piece in case.sent:
                await client.send(piece)
                await asyncio.sleep(pause_s)

    async with stack.connect() as client:
        for ordinary in before:
            assert (await client.ask(ordinary)).status == 200
        sending = asyncio.create_task(send())
        reply = await client.reply()
        sending.cancel()
    return reply


@pytest.mark.parametrize("title", TABLE)
@pytest.mark.parametrize("before", [(), (GET + b"\r\n", POST + b"\r\n", GET + b"\r\n")])
async def test_a_malformed_request_gets_its_answer_and_is_at_most_one(start, before, title):
    stack = await start(**TINY_PATIENCE, rates=UNLIMITED)
    cases = TABLE[title]
    replies = await asyncio.gather(*(answered(stack, case, *before) for case in cases))

    given = {case.name: reply.status for case, reply in zip(cases, replies, strict=True)}
    assert given == {case.name: case.status for case in cases}
    for reply in replies:
        if reply.status >= 400:
            assert reply.get("content-type") == "application/problem+json"
            assert json.loads(reply.body)["status"] == reply.status
            assert reply.get("x-request-id")
            assert reply.get("connection") == "close" or reply.status == 405
    whole = [seen for seen in stack.service.seen if seen.sha256]
    assert len(whole) == list(given.values()).count(200) + len(before) * len(cases)
    for seen in whole:
        names = {name for name, _ in seen.fields}
        assert names <= {
            "host",
            "content-length",
            "transfer-encoding",
            "x-request-id",
            "traceparent",
        }
        assert "hidden" not in seen.target


async def test_ordinary_refusals(stack):
    given = {name: (await stack.ask(data)).status for name, (data, _) in ORDINARY.items()}
    assert given == {name: status for name, (_, status) in ORDINARY.items()}
    assert stack.service.seen == []


def test_the_table_in_the_documentation_says_what_the_gateway_does():
    page = (Path(__file__).parents[2] / "docs" / "edge.md").read_text()
    for title, cases in TABLE.items():
        rows = page.partition(f"| {title} | nginx |")[2].partition("\n\n")[0].splitlines()[2:]
        ends = [(row.split(" | ")[0], row.split(" | ")[3]) for row in rows]
        assert ends == [(f"| {case.name}", f"{what_the_page_says(case)} |") for case in cases]


def what_the_page_says(case):
    word = "passed on" if case.status == 200 else str(case.status)
    return f"{word}: {case.reason}" if case.reason else word


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


async def test_one_connection_too_many_is_told_to_come_again(start):
    stack = await start(max_connections=2)
    async with stack.connect() as first, stack.connect() as second:
        for client in (first, second):
            assert (await client.ask(GET + b"\r\n")).status == 200
        async with stack.connect() as third:
            reply = await third.reply()
            assert (reply.status, reply.get("retry-after")) == (503, "1")
            assert await third.rest() == b""
        assert (await first.ask(GET + b"\r\n")).status == 200
    async with asyncio.timeout(5):
        while (await stack.ask(GET + b"\r\n")).status != 200:
            await asyncio.sleep(0.01)


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
