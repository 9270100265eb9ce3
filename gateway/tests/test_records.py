"""What the gateway tells of itself."""

import asyncio
import json
import os
from contextlib import suppress

import pytest

from gateway.access_log import AccessLog
from gateway.records import Record, RequestIds, Tracer
from gateway.testing.misbehaving import misbehaving

TRACE = "0af7651916cd43dd8448eb211c80319c"
INBOUND = f"00-{TRACE}-b7ad6b7169203331-01".encode()


def a_record():
    return Record("GET", "1", route="/travel/v1/rules")


async def test_a_traced_request_is_told_to_the_collector_under_the_callers_trace():
    told = []

    async def traces(connection, seen):
        await connection.body(seen)
        told.append(seen)
        await connection.ok(b"")

    async with misbehaving({"traces": traces}) as collector:
        tracer = Tracer(f"http://127.0.0.1:{collector.port}/v1/traces", 1.0)
        record = a_record()
        tracer.begin(record, INBOUND)
        tracer.end(record)
        await asyncio.to_thread(tracer.close)

    version, trace_id, span_id, flags = record.traceparent.decode().split("-")
    assert (version, trace_id, flags) == ("00", TRACE, "01")
    assert span_id != "b7ad6b7169203331"
    assert [seen.target for seen in told] == ["/v1/traces"]


def test_without_a_collector_nothing_is_traced_whatever_the_client_says():
    tracer, record = Tracer(None, 1.0), a_record()
    tracer.begin(record, INBOUND)
    assert record.traceparent.startswith(f"00-{TRACE}-".encode())
    assert record.traceparent.endswith(b"-00")
    assert record.span is None


def test_a_broken_traceparent_begins_a_new_trace():
    tracer = Tracer(None, 0.0)
    zeros = b"00-" + b"0" * 32 + b"-b7ad6b7169203331-01"
    for broken in (None, b"", b"zz", zeros, INBOUND.upper(), INBOUND + b"-x"):
        record = a_record()
        tracer.begin(record, broken)
        assert len(record.traceparent) == 55
        assert TRACE.encode() not in record.traceparent


def test_no_two_requests_share_an_id_even_across_replicas():
    one, two = RequestIds(), RequestIds()
    ids = [make() for make in (one, two) for _ in range(1_000)]
    assert len(set(ids)) == 2_000


async def test_a_log_nobody_reads_delays_nobody_and_counts_what_it_drops():
    reading, writing = os.pipe()
    log = AccessLog(writing, pause_s=0.01, most_lines=3)
    for number in range(5):
        log.write(json.dumps({"n": number}).encode())
    running = asyncio.create_task(log.run())
    lines = (await asyncio.to_thread(os.read, reading, 10_000)).splitlines()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    os.close(writing)
    os.close(reading)

    told = [json.loads(line) for line in lines]
    assert told[:3] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert told[3] == {"event": "lines dropped", "count": 2}


@pytest.fixture
def pipe():
    """Both ends of a pipe, to read from and to write to."""
    ends = os.pipe()
    yield ends
    for end in ends:
        with suppress(OSError):
            os.close(end)


async def test_a_log_whose_reader_is_stuck_ends_all_the_same_and_cuts_no_line(pipe):
    log = AccessLog(pipe[1], pause_s=0.01, patience_s=0.02)
    line = json.dumps({"text": "x" * 1_000}).encode()
    running = asyncio.create_task(log.run())
    for _ in range(1_000):
        log.write(line)
    await asyncio.sleep(0.1)
    text = os.read(pipe[0], 10_000)
    await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    text += os.read(pipe[0], 1_000_000)
    *whole, begun = text.split(b"\n")
    assert set(whole) == {line}
    assert line.startswith(begun)


async def test_a_log_whose_reader_has_gone_goes_on_and_counts(pipe):
    log = AccessLog(pipe[1], pause_s=0.01)
    running = asyncio.create_task(log.run())
    os.close(pipe[0])
    for _ in range(3):
        log.write(b"{}")
        await asyncio.sleep(0.05)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
