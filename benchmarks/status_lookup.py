"""What the status look-up costs, beside the same route with one bare SELECT.

    python benchmarks/status_lookup.py [--requests N]

The one is the whole service: token, scope, blind index, metrics, log line, trace context. The
other is a FastAPI route with the same body, the same answer and one `fetchrow` through asyncpg.
Both are called without a server in between, in turns, over the same PostgreSQL with 20,000 people.
Prints the CPU time of each and ends with 1 when the look-up takes more than 1.6 times the other.
CPU time, since the machine may have other work.

Then the service as the process it is, asked over HTTP on 1, 8 and 32 connections: how long an
answer takes, and how many come in a second. These say something about a quiet machine only.
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx
import uvloop
from fastapi import FastAPI
from gateways.load import ask
from pydantic import BaseModel

from access_api.app import AUDIENCE, create_app
from access_api.deps import close
from access_api.testing.wiring import TOKENS, outside_of, settings_for
from local_stack import databases
from local_stack.databases import ServiceDatabase
from local_stack.environments import PREFERRED_PORTS, Installation, of_service
from local_stack.keys import Keys
from local_stack.ports import own_ports
from local_stack.postgres import ephemeral
from local_stack.processes import ProcessGroup
from service_kit.telemetry import configure_logging
from service_kit.testing import synthetic_number

BUDGET: Final = 1.6
PATH: Final = "/v1/status-lookups"
ROUNDS: Final = 10
CONNECTIONS: Final = (1, 8, 32)
SECONDS: Final = 5
CONNECTIONS: Final = (1, 8, 32)
SECONDS: Final = 5
_PEOPLE: Final = """
WITH n AS (SELECT gen_random_uuid() AS id FROM generate_series(1, 20000)),
     p AS (INSERT INTO person (person_id) SELECT id FROM n),
     m AS (INSERT INTO person_number (number_id, person_id, sealed) SELECT id, id, '' FROM n)
INSERT INTO person_index (ix, key_id, number_id, person_id)
SELECT sha256(id::text::bytea), '1', id, id FROM n
"""


class Asked(BaseModel):
    """Who is logging in."""

    national_id: str


class Answered(BaseModel):
    """Whether the access is blocked."""

    blocked: bool
    since: datetime | None
    version: int


def bare_app(pool: asyncpg.Pool) -> FastAPI:
    """Return the route with a SELECT and nothing else."""
    app = FastAPI()

    @app.post(PATH)
    async def look_up(_body: Asked) -> Answered:
        async with pool.acquire() as connection:
            row = await connection.fetchrow("SELECT version FROM block_clock")
        return Answered(blocked=False, since=None, version=row["version"])

    return app


async def call(app: FastAPI, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
    """Send one request as a server would and return the status of its answer."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(scope, receive, send)
    return statuses[0]


async def microseconds(
    app: FastAPI, headers: list[tuple[bytes, bytes]], body: bytes, requests: int
) -> float:
    """Return the CPU time of one request, as the mean of `requests`."""
    started = time.process_time()
    for _ in range(requests):
        if await call(app, headers, body) != httpx.codes.OK:
            raise RuntimeError("The look-up did not answer.")
    return (time.process_time() - started) / requests * 1_000_000


async def compare(database: ServiceDatabase, requests: int) -> tuple[float, float]:
    """Return the middle CPU time of the look-up and of the bare route."""
    body = json.dumps({"national_id": synthetic_number(1)}).encode()
    plain = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    token = TOKENS.token(AUDIENCE, "access:lookup", subject="org:999999999", lifetime_s=3600)
    signed = [*plain, (b"authorization", b"Bearer " + token.encode())]
    settings = settings_for(database.app_url)
    outside = outside_of(settings, httpx.MockTransport(lambda _: httpx.Response(503)))
    app = create_app(settings, outside)
    address = database.app_url.replace("postgresql+asyncpg", "postgresql", 1)
    whole, bare = [], []
    async with asyncpg.create_pool(address, min_size=1, max_size=5) as pool:
        beside = bare_app(pool)
        await microseconds(app, signed, body, 200)
        await microseconds(beside, plain, body, 200)
        for _ in range(ROUNDS):
            whole.append(await microseconds(app, signed, body, requests // ROUNDS))
            bare.append(await microseconds(beside, plain, body, requests // ROUNDS))
    await close(app.state.shell, outside)
    return statistics.median(whole), statistics.median(bare)


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description="CPU of the status look-up")
    parser.add_argument("--requests", type=int, default=3000)
    requests = parser.parse_args().requests
    with ephemeral() as server, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        with contextlib.redirect_stdout(nowhere):
            configure_logging(AUDIENCE)
        database = databases.create(server, "access", "access_bench")
        databases.migrate("access", database)
        uvloop.run(fill(database))
        whole, bare = uvloop.run(compare(database, requests))
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(over_http(database, Path(folder)))
    ratio = whole / bare
    print(f"status look-up: {whole:.0f} us CPU, a bare SELECT {bare:.0f} us: {ratio:.2f} times")
    print(f"at most {BUDGET} times")
    return int(ratio > BUDGET)


@contextlib.contextmanager
def gateways_keys(port: int) -> Iterator[None]:
    """Publish the keys that tokens are signed with, where the gateway would."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(httpx.codes.OK)
            self.end_headers()
            self.wfile.write(json.dumps(TOKENS.jwks()).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def requests_for(people: int) -> list[bytes]:
    """Return a request about each of so many people, as it goes over the wire."""
    token = TOKENS.token(AUDIENCE, "access:lookup", subject="org:999999999", lifetime_s=3600)
    bodies = (json.dumps({"national_id": synthetic_number(n)}) for n in range(people))
    return [
        f"POST {PATH} HTTP/1.1\r\nHost: api.test\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        for body in bodies
    ]


async def over_http(database: ServiceDatabase, folder: Path) -> None:
    """Run the service and print how it answers on more and more connections."""
    here = Installation(own_ports(PREFERRED_PORTS), Keys(b"k" * 32), folder, folder)
    environment = of_service(here, "access", database) | {"ACCESS_RUN_RELAY": "false"}
    requests, port = requests_for(200), here.ports["access"]
    with gateways_keys(here.ports["gateway_inside"]):
        async with ProcessGroup(folder) as processes:
            await processes.start("access", "access_api", environment)
            await until_ready(f"{here.url('access')}/health/ready")
            await ask(requests, port, 1, 1)
            for connections in CONNECTIONS:
                told = await ask(requests, port, connections, SECONDS)
                print(
                    f"{connections:2} connections: {told.requests / SECONDS:5.0f} a second, "
                    f"p50 {told.p50_ms:.1f} ms, p99 {told.p99_ms:.1f} ms, {told.errors} errors"
                )


async def until_ready(address: str) -> None:
    """Wait until the service answers that it is ready."""
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(address)).is_success:
                    return
            await asyncio.sleep(0.1)


async def fill(database: ServiceDatabase) -> None:
    """Write people for the index to be searched among."""
    address = database.owner_url.replace("postgresql+asyncpg", "postgresql", 1)
    connection = await asyncpg.connect(address)
    await connection.execute(_PEOPLE)
    await connection.execute("ANALYZE")
    await connection.close()


if __name__ == "__main__":
    sys.exit(main())
