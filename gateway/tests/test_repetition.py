"""Requests that repeat the header fields of the one before are read as if they did not."""

import asyncio
import json
import random

import pytest

from gateway.direct.repetition import block_of, repetition
from gateway.testing.stack import request

APART_S = 0.05
"""Between two writes, so that they are read one by one."""

FIELDS = b"\r\nHost: a\r\nAccept: */*\r\n\r\n"
BLOCK = block_of(b"GET /a HTTP/1.1" + FIELDS)


def test_the_block_is_everything_between_the_first_line_and_the_blank_one():
    assert BLOCK == FIELDS
    assert block_of(b"POST /a HTTP/1.1" + FIELDS + b"body\r\n\r\n") == FIELDS


@pytest.mark.parametrize(
    "first",
    [b"GET /a HTTP/1.0", b"\r\nGET /a HTTP/1.1", b"HEAD /a HTTP/1.1", b"GET a HTTP/1.1", b"",
     b"GET /\xc3\xa6 HTTP/1.1", b"GET  /a HTTP/1.1", b"GET /a b HTTP/1.1", b"get /a HTTP/1.1",
     b"GET /a HTTP/1.1 ", b"GET /a\tb HTTP/1.1"],
)  # fmt: skip
def test_a_first_line_that_is_not_plain_begins_nothing_and_repeats_nothing(first):
    assert block_of(first + FIELDS) == b""
    assert repetition(first + FIELDS, BLOCK, 0) is None


@pytest.mark.parametrize(
    ("data", "length"),
    [
        (b"GET /b HTTP/1.1" + FIELDS[:-1], 0),
        (b"GET /b HTTP/1.1" + FIELDS + b"G", 0),
        (b"GET /b HTTP/1.1" + FIELDS.replace(b"a", b"b"), 0),
        (b"GET /b HTTP/1.1\r\nX: 1" + FIELDS, 0),
        (b"POST /b HTTP/1.1" + FIELDS + b"four", 5),
        (b"POST /b HTTP/1.1" + FIELDS + b"fours!", 5),
        (FIELDS, 0),
        (b"", 0),
    ],
)
def test_one_byte_more_less_or_other_is_no_repetition(data, length):
    assert repetition(data, BLOCK, length) is None


def test_what_is_new_is_told():
    assert repetition(b"POST /b?c=1 HTTP/1.1" + FIELDS + b"fives", BLOCK, 5) == (
        b"POST",
        b"/b?c=1",
        b"fives",
    )


async def ask(client, method, case, token, body=b"", *lines):
    fields = (*lines, *([f"Content-Length: {len(body)}"] if body else []))
    return await client.ask(request(method, f"/travel/v1/{case}", token, *fields) + body)


async def test_a_repetition_is_answered_like_any_other_request(stack, token):
    async with stack.connect() as client:
        for number in range(4):
            reply = await ask(client, "GET", f"cases/echo?n={number}", token())
            assert json.loads(reply.body)["target"] == f"/v1/cases/echo?n={number}"
        for number in range(4):
            reply = await ask(client, "POST", "cases/echo", token(), b"%05d" % number)
            assert json.loads(reply.body)["size"] == 5
        statuses = [
            (await ask(client, method, case, token())).status
            for method, case in (("GET", "nothing"), ("DELETE", "small/echo"), ("GET", "staff/a"))
        ]
    assert statuses == [404, 405, 403]


async def test_a_body_that_looks_like_a_repetition_is_still_a_body(stack, token):
    repeated = request("GET", "/travel/v1/cases/echo", token())
    async with stack.connect() as client:
        assert (await client.ask(repeated)).status == 200
        stack.service.seen.clear()
        length = f"Content-Length: {len(repeated)}"
        for path in ("/nowhere", "/travel/v1/nothing", "/travel/v1/cases/echo"):
            await client.send(request("POST", path, token(), length))
            await asyncio.sleep(APART_S)
            await client.send(repeated)
            reply = await client.reply()
            assert reply.status in {200, 404}
        await client.send(repeated.replace(b"GET", b"DELETE", 1))
        assert json.loads((await client.reply()).body)["method"] == "DELETE"
    assert [seen.method for seen in stack.service.seen] == ["POST", "DELETE"]


async def test_an_early_answer_does_not_make_a_request_of_the_rest_of_the_body(stack, token):
    repeated = request("GET", "/travel/v1/cases/echo", token())
    async with stack.connect() as client:
        assert (await client.ask(repeated)).status == 200
        refused = request("POST", "/nowhere", None, f"Content-Length: {len(repeated)}")
        assert (await client.ask(refused)).status == 404
        await client.send(repeated)
        await asyncio.sleep(APART_S)
        last = await client.ask(request("DELETE", "/travel/v1/cases/echo", token()))
    assert json.loads(last.body)["method"] == "DELETE"
    assert [seen.method for seen in stack.service.seen] == ["GET", "DELETE"]


async def test_a_target_may_not_grow_because_the_fields_are_known(stack, token):
    async with stack.connect() as client:
        assert (await ask(client, "GET", "cases/echo", token())).status == 200
        reply = await ask(client, "GET", f"cases/echo?{'n' * 9_000}", token())
    assert (reply.status, len(stack.service.seen)) == (431, 1)


async def test_however_a_stream_of_requests_is_cut_it_is_answered_alike(stack, token):
    chance = random.Random(20_261_122)  # noqa: S311
    async with stack.connect() as client:
        for number in range(150):
            body = b"x" * chance.choice([0, 0, 0, 7])
            lines = [f"Content-Length: {len(body)}"] if body else []
            method = chance.choice(["GET", "GET", "POST"]) if not body else "POST"
            target = f"/travel/v1/cases/echo?n={number}"
            asked = request(method, target, token(), *lines) + body
            cuts = sorted(chance.sample(range(1, len(asked)), chance.choice([0, 0, 1, 2])))
            for begin, end in zip([0, *cuts], [*cuts, len(asked)], strict=True):
                await client.send(asked[begin:end])
                if end < len(asked):
                    await client.writer.drain()
            told = json.loads((await client.reply()).body)
            assert (told["method"], told["size"]) == (method, len(body))
            assert told["target"] == f"/v1/cases/echo?n={number}"


async def test_a_connection_that_rests_too_long_is_closed(stack, token):
    stack.server.config.timeout_keep_alive = 0.1
    async with stack.connect() as client:
        assert (await ask(client, "GET", "cases/echo", token())).status == 200
        assert await client.rest() == b""
