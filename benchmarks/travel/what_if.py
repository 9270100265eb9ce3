"""Another rate tried on stored claims, read from a PostgreSQL of our own."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from local_stack import databases
from local_stack.postgres import ephemeral
from service_kit.testing import InsideTokens
from travel_api.app import create_app
from travel_api.deps import close
from travel_api.testing import archive
from travel_api.testing.people import a_member_of_staff
from travel_api.testing.registers import Registers, settings_for
from travel_api.use_cases.relaying import make_relay

CLAIMS: Final = 30_000
ROUNDS: Final = 3
DEARER: Final = {"parameters": [{"id": "km_rate", "from": "2026-01-01", "value": "3.40"}]}


@dataclass(frozen=True, slots=True)
class Figures:
    """Claims a second by the clock and by this process's CPU time, and bytes it grew by."""

    by_clock: float
    by_cpu: float
    growth: int


class NotDone(Exception):
    """A run did not come to its end."""


def measured() -> Figures:
    """Return the best round; the growth is that of the last rounds over the first."""
    with ephemeral() as server:
        database = databases.create(server, "travel", "travel_bench")
        databases.migrate("travel", database)
        return asyncio.run(_measured(database.app_url))


async def _measured(url: str) -> Figures:
    tokens = InsideTokens()
    outside = Registers().as_outside(tokens)
    app = create_app(settings_for(url), outside)
    shell = app.state.shell
    await archive.fill(shell, CLAIMS)
    relay, rates, held = make_relay(shell), [], []
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://travel.test") as client:
        planner = a_member_of_staff(client, tokens, "travel:policy")
        for _ in range(ROUNDS):
            started = (await planner.post("/v1/reassessments", DEARER)).json()
            clock, cpu = time.perf_counter(), time.process_time()
            while await relay.run_once():
                pass
            clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
            run = (await planner.get(f"/v1/reassessments/{started['reassessment_id']}")).json()
            if (run["status"], run["done"]) != ("done", CLAIMS):
                raise NotDone
            rates.append((CLAIMS / clock, CLAIMS / cpu))
            held.append(_resident())
    await close(shell, outside)
    clocks, cpus = zip(*rates, strict=True)
    return Figures(max(clocks), max(cpus), max(held) - held[0])


def _resident() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)
