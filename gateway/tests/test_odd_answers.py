"""Answers of services that no two clients may read differently."""

import json

import pytest

from gateway.testing.stack import request

OK = b"HTTP/1.1 200 OK\r\n"
ABC = b"content-length: 3\r\n\r\nabc"
ODD = {
    "length and chunked": OK + b"transfer-encoding: chunked\r\n" + ABC,
    "two lengths": OK + b"content-length: 5\r\n" + ABC,
    "two equal lengths": OK + b"content-length: 3\r\n" + ABC,
    "negative length": OK + b"content-length: -3\r\n\r\nabc",
    "length that is none": OK + b"content-length: x\r\n\r\nabc",
    "gzip": OK + b"transfer-encoding: gzip\r\n\r\nabc",
    "gzip, chunked": OK + b"transfer-encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "null": OK + b"x-a: 1\x002\r\n" + ABC,
    "bare carriage return": OK + b"x-a: 1\rx-b: 2\r\n" + ABC,
    "no colon": OK + b"x-a\r\n" + ABC,
    "space in a name": OK + b"x a: 1\r\n" + ABC,
    "other protocol": b"HTTP/1.1 101 Now\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nabc",
    "other protocol unasked": b"HTTP/1.1 101 Now\r\n" + ABC,
    "status 0": b"HTTP/1.1 000 None\r\n" + ABC,
    "status 99": b"HTTP/1.1 099 None\r\n" + ABC,
    "status 600": b"HTTP/1.1 600 Much\r\n" + ABC,
    "status 999": b"HTTP/1.1 999 Much\r\n" + ABC,
    "body of what has none": b"HTTP/1.1 204 None\r\n" + ABC,
    "more than its length": OK + ABC + b"def",
}


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_answer_is_a_bad_gateway(stack, token, name):
    async with stack.connect() as client:
        path = f"/travel/v1/cases/say?{ODD[name].hex()}"
        reply = await client.ask(request("GET", path, token()))
        assert (reply.status, reply.complete) == (502, True)
        assert json.loads(reply.body)["type"] == "https://api.test/problems/bad-gateway"
        after = await client.ask(request("GET", "/travel/v1/cases/echo", token()))
    assert after.status == 200


async def test_an_unusual_answer_goes_on(stack, token):
    answer = (
        b"HTTP/1.1 299 Odd\r\nx-a: \xe6\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    )
    reply = await stack.ask(request("GET", f"/travel/v1/cases/say?{answer.hex()}", token()))
    assert (reply.status, reply.get("x-a"), bytes(reply.body)) == (299, "\xe6", b"abc")
