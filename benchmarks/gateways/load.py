"""Load on one address: from `wrk` where it is installed, else from a client of our own."""

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final, cast

import httptools
import uvloop

CONNECTIONS: Final = 64
_SCRIPT: Final = """
local requests, next = {}, 0
function init()
  wrk.method = "%(method)s"
  if %(size)d > 0 then wrk.body = string.rep("x", %(size)d) end
  for token in io.lines("%(tokens)s") do
    requests[#requests + 1] = wrk.format(nil, nil, {
      Host = "api.test", Accept = "application/json", ["User-Agent"] = "bench",
      ["Content-Type"] = "application/json", Authorization = "Bearer " .. token,
    })
  end
  next = %(first)d
end
function request()
  next = next %% #requests + 1
  return requests[next]
end
function done(summary, latency)
  local wrong = summary.errors
  print(string.format('{"requests":%%d,"errors":%%d,"p50_ms":%%f,"p99_ms":%%f}', summary.requests,
    wrong.status + wrong.connect + wrong.read + wrong.write + wrong.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What is asked.

    Attributes:
        method: HTTP method.
        path: path at the gateway.
        size: bytes of each request's body.
        tokens: file with a token a line, used in turn.
    """

    method: str
    path: str
    size: int
    tokens: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    requests: int
    errors: int
    p50_ms: float
    p99_ms: float


def source() -> str:
    """Return where the load comes from."""
    return "wrk" if shutil.which("wrk") else "a client of our own"


def put(traffic: Traffic, port: int, seconds: int, first: int = 0) -> Outcome:
    """Put load on `port` for `seconds`, beginning with the token of number `first`."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return uvloop.run(_own(traffic, port, seconds, first))
    script = traffic.tokens.with_suffix(".lua")
    values = {"method": traffic.method, "size": traffic.size, "tokens": traffic.tokens}
    script.write_text(_SCRIPT % (values | {"first": first}))
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=10s", "-s", str(script)]
    told = subprocess.run(  # noqa: S603
        [*command, f"http://127.0.0.1:{port}{traffic.path}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return Outcome(**json.loads(told.stdout.splitlines()[-1]))


class _Client(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, requests: Iterator[bytes], until: float) -> None:
        self._requests, self._until = requests, until
        self._parser = httptools.HttpResponseParser(self)
        self._asked = 0.0
        self.took: list[float] = []
        self.errors = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        now = time.perf_counter()
        self.took.append(now - self._asked)
        self.errors += self._parser.get_status_code() >= 400  # noqa: PLR2004
        if now < self._until:
            self._ask()
        else:
            self._transport.close()


async def _own(traffic: Traffic, port: int, seconds: int, first: int) -> Outcome:
    head = (
        f"{traffic.method} {traffic.path} HTTP/1.1\r\nHost: api.test\r\nUser-Agent: bench\r\n"
        "Accept: application/json\r\nContent-Type: application/json\r\n"
        f"Content-Length: {traffic.size}\r\n"
    )
    requests = [
        f"{head}Authorization: Bearer {token}\r\n\r\n".encode() + b"x" * traffic.size
        for token in traffic.tokens.read_text().splitlines()
    ]
    start = first % len(requests)
    return await ask(requests[start:] + requests[:start], port, CONNECTIONS, seconds)


async def ask(requests: Sequence[bytes], port: int, connections: int, seconds: int) -> Outcome:
    """Send `requests` in turn over `connections`, as quickly as they are answered."""
    loop, until = asyncio.get_running_loop(), time.perf_counter() + seconds
    turns = cycle(requests)
    clients = [_Client(turns, until) for _ in range(connections)]
    waiting = iter(clients)
    for _ in clients:
        await loop.create_connection(lambda: next(waiting), "127.0.0.1", port)
    await asyncio.sleep(seconds + 1)
    took = sorted(time for client in clients for time in client.took)
    return Outcome(
        requests=len(took),
        errors=sum(client.errors for client in clients),
        p50_ms=took[len(took) // 2] * 1_000,
        p99_ms=took[len(took) * 99 // 100] * 1_000,
    )
