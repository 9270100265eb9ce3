"""A real relay process is killed after the printer took a letter and before the relay heard so."""

import asyncio
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import httpx
import pytest
import uvicorn

from access_api.settings import Settings
from local_stack.sandbox.app import create_app as create_sandbox
from local_stack.sandbox.settings import SandboxSettings
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)
PATIENCE_S = 60


class SlowToAnswer:
    """The sandbox, whose printer takes letters but does not answer until it is told to."""

    def __init__(self, sandbox) -> None:
        self.sandbox = sandbox
        self.printed = threading.Event()
        self.silent = True

    async def __call__(self, scope, receive, send) -> None:
        if not self.silent or scope.get("path") != "/print-provider/letters":
            await self.sandbox(scope, receive, send)
            return
        await self.sandbox(scope, receive, self._swallow)
        self.printed.set()
        while self.silent:
            await asyncio.sleep(0.02)

    async def _swallow(self, message) -> None:
        """Lose the answer."""


@contextmanager
def served(app) -> Iterator[str]:
    """Serve `app` on a port of this machine from a thread of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def environment(settings: Settings, outside_url: str) -> dict[str, str]:
    """Return the settings as a relay process reads them."""
    known = settings.model_dump()
    values = {
        f"ACCESS_{name.upper()}": value.get_secret_value()
        if hasattr(value, "get_secret_value")
        else str(value)
        for name, value in known.items()
        if value is not None and name != "receivers"
    }
    values |= {
        name: value.replace("http://outside.test", outside_url) for name, value in values.items()
    }
    return {"PATH": os.environ["PATH"], "ACCESS_RECEIVERS": json.dumps([])} | values  # noqa: TID251


@asynccontextmanager
async def relay(variables) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "access_api.relay"),
        env=variables,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def until(fulfilled) -> None:
    end = time.monotonic() + PATIENCE_S
    while not await fulfilled():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.05)


@pytest.fixture
def printer(tmp_path, settings):
    secret = settings.print_callback_secret.get_secret_value()
    return SlowToAnswer(
        create_sandbox(
            SandboxSettings(
                letters=tmp_path / "paper",
                print_secret=secret,
                webhook_secret=secret,
                posting_delay_s=3600,
            )
        )
    )


async def test_40_and_23_a_letter_whose_relay_was_killed_is_printed_once(desk, settings, printer):
    await desk.blocked(KARI)
    await desk.relay()
    case = await desk.form(KARI)
    letter = "FROM letter WHERE kind = 'reopening_code'"
    with served(printer) as url:
        variables = environment(settings, url)
        async with relay(variables) as first:
            taken = await asyncio.to_thread(printer.printed.wait, PATIENCE_S)
            first.kill()
            await first.wait()
            printer.silent = False
        assert taken
        assert await desk.sql(f"SELECT status {letter}") == "submitted"
        assert await desk.sql(f"SELECT sealed_code IS NOT NULL {letter}")

        async def acknowledged() -> bool:
            return await desk.sql(f"SELECT status {letter}") == "accepted"

        await desk.pass_time(timedelta(minutes=2))
        async with relay(variables) as second:
            await until(acknowledged)
            second.send_signal(signal.SIGTERM)
            assert await second.wait() == 0

        async with httpx.AsyncClient(base_url=url) as outside:
            paper = (await outside.get("/_control/print-provider/letters")).json()

    code_letters = [x["letter_id"] for x in (await desk.read(case))["letters"]]
    printed = [(x["letter_id"] in code_letters, x["envelopes"]) for x in paper]
    assert printed == [(True, 1)]
    assert await desk.sql(f"SELECT sealed_code IS NULL {letter}")
    assert await desk.sql("SELECT count(*) FROM code") == 1
