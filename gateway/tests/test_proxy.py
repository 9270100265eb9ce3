"""The data plane: what goes through, both ways."""

import asyncio
import hashlib
import json
import resource
import socket
from contextlib import ExitStack

import pytest

from gateway.testing.misbehaving import CHUNK
from gateway.testing.stack import request

THE_KEYS_ONE = 1
"""The connection on which the issuer was asked for its keys."""


def chunked(*pieces):
    framed = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces]
    return b"".join((*framed, b"0\r\n\r\n"))


async def test_a_request_reaches_its_service_and_the_answer_comes_back(stack, token):
    reply = await stack.ask(request("GET", "/travel/v1/cases/echo?a=%20b", token()))

    told = json.loads(reply.body)
    assert (reply.status, reply.get("content-type")) == (200, "application/json")
    assert (told["method"], told["target"]) == ("GET", "/v1/cases/echo?a=%20b")
    assert stack.service.last.get("x-request-id") == reply.get("x-request-id")


async def test_ordinary_requests_take_the_fast_lane_where_there_is_one(stack, token):
    body = "Content-Length: 3"
    await stack.ask(request("GET", "/travel/v1/cases/echo", token()))
    await stack.ask(request("POST", "/travel/v1/cases/echo", token(), body) + b"abc")
    await stack.ask(request("GET", "/travel/v1/rules/echo"))
    lane = "direct" if stack.gateway.settings.data_plane == "protocol" else "asgi"
    assert [entry["lane"] for entry in stack.log.entries] == [lane] * 3


async def test_a_body_of_known_length_goes_through_as_it_is(stack, token):
    body = b"x" * 200_000
    head = request("POST", "/travel/v1/cases/echo", token(), f"Content-Length: {len(body)}")

    told = json.loads((await stack.ask(head + body)).body)

    assert (told["size"], told["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert stack.service.last.get("content-length") == str(len(body))
    assert stack.service.last.get("transfer-encoding") is None


async def test_a_chunked_body_stays_chunked_and_loses_its_trailers(stack, token):
    head = request("POST", "/travel/v1/cases/echo", token(), "Transfer-Encoding: chunked")
    trailer = b"0\r\nX-User: me\r\nAuthorization: Bearer x\r\n\r\n"

    told = json.loads((await stack.ask(head + b"3\r\nabc\r\n" + trailer)).body)

    assert told["size"] == 3
    assert stack.service.last.get("content-length") is None
    assert stack.service.last.get("x-user") is None


async def test_an_answers_status_and_fields_are_left_as_they_are(stack, token):
    reply = await stack.ask(request("GET", "/travel/v1/cases/fields", token()))

    assert (reply.status, bytes(reply.body)) == (418, b"tea")
    assert [value for name, value in reply.fields if name == "set-cookie"] == ["a", "b"]
    assert reply.get("x-stay") == "2"
    assert reply.get("x-drop") is None
    assert reply.get("server") is None
    assert len([name for name, _ in reply.fields if name == "date"]) == 1
    assert reply.get("x-request-id") != "theirs"


@pytest.mark.parametrize(("case", "status"), [("empty", 204), ("unchanged", 304), ("hints", 200)])
async def test_answers_without_a_body_leave_the_connection_usable(stack, token, case, status):
    async with stack.connect() as client:
        first = await client.ask(request("GET", f"/travel/v1/cases/{case}", token()))
        second = await client.ask(request("GET", "/travel/v1/cases/echo", token()))

    assert (first.status, second.status) == (status, 200)


async def test_head_is_answered_with_the_length_and_no_body(stack, token):
    async with stack.connect() as client:
        await client.send(
            request("HEAD", "/travel/v1/cases/head", token())
            + request("GET", "/health/live", None, "Connection: close")
        )
        answers = (await client.rest()).decode()

    assert answers.count("HTTP/1.1 200") == 2
    assert "content-length: 77" in answers
    assert "aaa" not in answers


async def test_an_answer_until_the_service_closes_is_whole(stack, token):
    reply = await stack.ask(request("GET", "/travel/v1/cases/until-close", token()))
    assert (reply.complete, bytes(reply.body)) == (True, b"all")


@pytest.mark.parametrize("case", ["large", "large-chunked"])
async def test_a_large_answer_waits_for_a_slow_client_in_bounded_memory(stack, token, case):
    pieces = 1_600
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with stack.connect() as client:
        await client.send(request("GET", f"/travel/v1/cases/{case}?n={pieces}", token()))
        await asyncio.sleep(0.3)
        reply = await client.reply()

    assert reply.complete
    assert hashlib.sha256(reply.body).digest() == hashlib.sha256(CHUNK * pieces).digest()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1_024 < 6 * pieces * len(CHUNK)


async def test_a_client_that_never_reads_its_answer_is_cut_off(start):
    stack = await start(read_pause_s=0.2)
    async with stack.connect() as client:
        await client.send(request("GET", "/travel/v1/rules/large?n=400"))
        await until(lambda: stack.service.broken_off == 1)
        await until(lambda: stack.log.entries)
        await until(lambda: not stack.server.server_state.connections)


async def test_a_large_body_waits_for_a_slow_service(stack, token):
    size = 40 * len(CHUNK)
    head = request("POST", "/travel/v1/cases/slow-reader", token(), f"Content-Length: {size}")
    async with stack.connect() as client:
        sending = asyncio.create_task(client.send(head + CHUNK * 40))
        reply = await client.reply()
        await sending
    assert int(reply.body) == size


@pytest.mark.parametrize("case", ["hang-up", "half-head", "garbage", "endless-head"])
async def test_a_service_that_does_not_answer_is_a_bad_gateway(stack, token, case):
    reply = await stack.ask(request("POST", f"/travel/v1/cases/{case}", token()))

    assert (reply.status, json.loads(reply.body)["type"]) == (
        502,
        "https://api.test/problems/bad-gateway",
    )
    assert reply.get("retry-after") == "1"


@pytest.mark.parametrize("case", ["cut", "cut-chunked"])
async def test_an_answer_that_breaks_off_is_seen_to_be_broken_off(stack, token, case):
    reply = await stack.ask(request("GET", f"/travel/v1/cases/{case}", token()))
    assert (reply.status, reply.complete) == (200, False)


async def test_a_service_that_takes_too_long_is_a_gateway_timeout(stack, token):
    reply = await stack.ask(request("GET", "/travel/v1/cases/never", token()))
    assert (reply.status, reply.get("retry-after")) == (504, "1")


async def test_a_service_that_takes_no_connection_is_a_gateway_timeout(start):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as waiting:
        address = full.getsockname()
        for _ in range(3):
            stranger = waiting.enter_context(socket.socket())
            stranger.settimeout(0)
            stranger.connect_ex(address)
        stack = await start(travel_url=f"http://127.0.0.1:{address[1]}", connect_s=0.2)
        reply = await stack.ask(request("GET", "/travel/v1/rules/echo"))
    assert (reply.status, reply.get("retry-after")) == (504, "1")


async def test_an_answer_that_stalls_is_cut_off(stack, token):
    reply = await stack.ask(request("GET", "/travel/v1/cases/stall", token()))
    assert (reply.status, reply.complete, len(reply.body)) == (200, False, 500)


async def test_bytes_nobody_asked_for_never_answer_the_next_request(stack, token):
    async with stack.connect() as client:
        first = await client.ask(request("GET", "/travel/v1/cases/unasked", token()))
        await until(lambda: stack.service.open_connections == THE_KEYS_ONE)
        second = await client.ask(request("GET", "/travel/v1/cases/echo", token()))
    assert bytes(first.body) == b"one"
    assert b"EVIL" not in second.body


async def test_a_kept_connection_the_service_has_closed_is_replaced_unseen(stack, token):
    async with stack.connect() as client:
        for _ in range(3):
            reply = await client.ask(request("GET", "/travel/v1/cases/stale", token()))
            assert reply.status == 200


async def test_a_client_that_leaves_ends_the_work_of_the_service(stack, token):
    async with stack.connect() as client:
        await client.send(request("POST", "/travel/v1/cases/never", token(), "Content-Length: 0"))
        await until(lambda: stack.service.seen)
    await until(lambda: stack.service.broken_off == 1)
    await until(lambda: [entry["status"] for entry in stack.log.entries] == [499])


async def test_a_client_that_leaves_in_the_middle_of_its_body_ends_the_work_too(stack, token):
    head = request("POST", "/travel/v1/cases/echo", token(), "Content-Length: 100000")
    async with stack.connect() as client:
        await client.send(head + b"half")
        await until(lambda: stack.service.seen)
    await until(lambda: stack.service.broken_off == 1)
    await until(lambda: [entry["status"] for entry in stack.log.entries] == [499])


async def test_a_client_that_leaves_in_the_middle_of_a_short_body_is_told_of_too(stack, token):
    head = request("POST", "/travel/v1/cases/echo", token(), "Content-Length: 100")
    async with stack.connect() as client:
        await client.send(head + b"half")
    await until(lambda: [entry["status"] for entry in stack.log.entries] == [499])


async def test_a_service_may_refuse_a_body_before_it_has_come(stack, token):
    head = request("POST", "/travel/v1/cases/refuse-early", token(), "Content-Length: 5000000")
    async with stack.connect() as client:
        await client.send(head + b"x" * 1_000)
        reply = await client.reply()
    assert (reply.status, bytes(reply.body)) == (413, b"big")

    assert (await stack.ask(request("GET", "/travel/v1/cases/echo", token()))).status == 200


async def test_a_body_that_is_too_large_is_refused_before_the_service_hears_of_it(stack, token):
    head = request("POST", "/travel/v1/small/echo", token(), "Content-Length: 101")
    reply = await stack.ask(head + b"x" * 101)
    assert (reply.status, stack.service.seen) == (413, [])

    head = request("POST", "/travel/v1/small/echo", token(), "Content-Length: 100")
    assert (await stack.ask(head + b"x" * 100)).status == 200


async def test_a_chunked_body_that_grows_too_large_is_cut_off(stack, token):
    head = request("POST", "/travel/v1/small/echo", token(), "Transfer-Encoding: chunked")
    reply = await stack.ask(head + chunked(b"x" * 60, b"x" * 41))
    assert reply.status == 413
    await until(lambda: stack.service.broken_off == len(stack.service.seen))

    assert (await stack.ask(head + chunked(b"x" * 60, b"x" * 40))).status == 200


async def test_a_client_that_stops_in_its_body_is_told_so(start, token):
    stack = await start(body_pause_s=0.2)
    head = request("POST", "/travel/v1/cases/echo", token(), "Content-Length: 100")
    reply = await stack.ask(head + b"half")
    assert (reply.status, reply.get("connection")) == (408, "close")


async def test_a_slow_service_is_not_the_clients_slowness(start, token):
    stack = await start(body_pause_s=0.2, body_rate=1e9)
    size = 40 * len(CHUNK)
    head = request("POST", "/travel/v1/cases/slow-reader", token(), f"Content-Length: {size}")
    reply = await stack.ask(head + CHUNK * 40)
    assert (reply.status, int(reply.body)) == (200, size)


async def test_a_body_is_only_sent_for_when_it_is_wanted(stack, token):
    lines = ("Content-Length: 3", "Expect: 100-continue")
    async with stack.connect() as client:
        await client.send(request("POST", "/travel/v1/cases/echo", token(), *lines))
        assert (await client.some()).startswith(b"HTTP/1.1 100")
        reply = await client.ask(b"abc")
        assert json.loads(reply.body)["size"] == 3
    reply = await stack.ask(request("POST", "/travel/v1/cases/echo", None, *lines))
    assert reply.status == 401


async def test_a_full_service_is_left_alone(start, token):
    stack = await start(max_in_flight=1, wait_s=0.1)
    async with stack.connect() as client:
        await client.send(request("GET", "/travel/v1/cases/never", token()))
        await until(lambda: stack.service.seen)
        reply = await stack.ask(request("GET", "/travel/v1/cases/echo", token()))
    assert (reply.status, reply.get("retry-after")) == (503, "1")


async def test_a_request_waits_its_turn_at_a_full_service(start):
    stack = await start(max_in_flight=1)
    async with stack.connect() as client:
        await client.send(request("GET", "/travel/v1/rules/never"))
        await until(lambda: stack.service.seen)
        waits = asyncio.create_task(stack.ask(request("GET", "/travel/v1/rules/echo")))
        await asyncio.sleep(0.1)
        assert len(stack.service.seen) == 1
    assert (await waits).status == 200
    await until(lambda: stack.gateway.direct.proxy.upstreams["travel"].places.taken == 0)


async def test_a_service_that_is_down_is_tried_again_then_left_to_rest(start, token):
    stack = await start(travel_url="http://127.0.0.1:1")
    statuses = [
        (await stack.ask(request("GET", "/travel/v1/cases/echo", token()))).status for _ in range(6)
    ]
    assert statuses == [502] * 5 + [503]
    registry = stack.gateway.metrics.registry
    assert registry.get_sample_value("gateway_retries_total", {"service": "travel"}) == 5
    assert registry.get_sample_value("gateway_service_resting", {"service": "travel"}) == 1


async def until(holds):
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.01)
