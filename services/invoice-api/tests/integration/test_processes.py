"""The API and the relay as the processes they are, and what one leaves to the other."""

import asyncio
import base64
import json
import os
import signal
import sys
import threading
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from invoice_api.app import AUDIENCE
from invoice_api.testing.ehf import ehf
from invoice_api.testing.service import EXPERT
from service_kit.testing import InsideTokens, pass_time

LONGEST_WAIT_S = 120


def free_port():
    with create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def key_set(tokens):
    """Serve the gateway's keys."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(tokens.jwks()).encode())

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tokens():
    return InsideTokens()


@pytest.fixture
def environment(database, tokens):
    key = base64.b64encode(b"k" * 32).decode()
    with key_set(tokens) as address:
        yield {
            **os.environ,  # noqa: TID251 - a child process needs its parent's
            "INVOICE_DATABASE_URL": database.app_url,
            "INVOICE_GATEWAY_JWKS_URL": address,
            "INVOICE_PORT": str(free_port()),
            "INVOICE_FINGERPRINT_KEY": key,
            "INVOICE_INDEX_KEYS": f"i1:{key}",
            "INVOICE_SEALING_KEYS": f"s1:{key}",
            "INVOICE_ENGINE_WORKERS": "1",
            "INVOICE_VERDICT_WAIT_S": "0",
        }


@asynccontextmanager
async def process(module, environment):
    """Run a module, and end it, however the block ends."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            running.send_signal(signal.SIGTERM)
        await running.wait()


async def until(ask):
    """Return the first answer that is not `None`."""
    async with asyncio.timeout(LONGEST_WAIT_S):
        while (answer := await ask()) is None:
            await asyncio.sleep(0.2)
        return answer


async def test_what_a_killed_api_had_taken_on_the_relay_finishes(environment, database, tokens):
    headers = {
        "Authorization": "Bearer "
        + tokens.token(
            AUDIENCE, "invoice:submit", subject=f"org:{EXPERT}", org=EXPERT, lifetime_s=600
        )
    }
    owner = create_async_engine(database.owner_url, poolclass=NullPool)
    base_url = f"http://127.0.0.1:{environment['INVOICE_PORT']}"
    async with httpx.AsyncClient(base_url=base_url, headers=headers) as client:

        async def ready():
            try:
                answer = await client.get("/health/ready")
            except httpx.TransportError:
                return None
            return answer if answer.status_code == 200 else None

        async with process("invoice_api", environment) as api:
            await until(ready)
            sent = await client.post(
                "/v1/invoices",
                content=ehf(),
                headers={"Content-Type": "application/xml", "Idempotency-Key": uuid4().hex},
            )
            api.kill()
        assert (sent.status_code, sent.json()["status"]) == (201, "validating")
        assert api.returncode == -signal.SIGKILL

        await pass_time(owner, timedelta(hours=1))
        path = f"/v1/invoices/{sent.json()['invoice_id']}"
        async with (
            process("invoice_api", environment),
            process("invoice_api.relay", environment) as relay,
        ):
            await until(ready)

            async def judged():
                status = (await client.get(path)).json()["status"]
                return None if status == "validating" else status

            assert await until(judged) == "waiting_for_attestation"
        assert relay.returncode == 0
    await owner.dispose()
