"""Two gateways and one Redis: one limit for both, and nobody waits when Redis is gone."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from contracts.scopes import RateClass
from gateway.app import Gateway
from gateway.serving import public_server
from gateway.settings import GatewaySettings
from gateway.testing.example import OPERATIONS, a_setting
from gateway.testing.misbehaving import Misbehaving, misbehaving
from gateway.testing.stack import Lines, Stack, request, serving
from local_stack.ports import free_port

SKIPPED = 77
REQUESTS, SECONDS = 100, 20
LASTS_S, PAUSE_S = 4.0, 0.005
SLACK = 25
"""What may pass before news have gone round, and on a busy machine."""
SLOWEST_S = 1.0
OPEN = "/travel/v1/rules/echo"


@asynccontextmanager
async def store(program: str, port: int) -> AsyncIterator[None]:
    """Run Redis until the end of the block, then kill it."""
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
    process = await asyncio.create_subprocess_exec(program, *options, stdout=subprocess.DEVNULL)
    try:
        async with asyncio.timeout(20), Redis(port=port) as client:
            while not await _answers(client):  # noqa: ASYNC110  nobody tells
                await asyncio.sleep(0.05)
        yield
    finally:
        process.kill()
        await process.wait()


async def _answers(client: Redis) -> bool:
    try:
        await client.ping()
    except RedisError:
        return False
    return True


@asynccontextmanager
async def two_gateways(service: Misbehaving, url: str | None) -> AsyncIterator[list[Stack]]:
    """Run two gateways that know each other only through what is at `url`."""
    rate = {"requests": REQUESTS, "seconds": SECONDS}
    known = a_setting(service.port, {"helseid": "https://issuers.test"})
    known |= {"rates": dict.fromkeys(RateClass, rate), "redis_url": url, "data_plane": "protocol"}
    async with AsyncExitStack() as running:
        stacks = []
        for _ in range(2):
            log = Lines()
            gateway = Gateway(GatewaySettings(**known), OPERATIONS, log)
            server = public_server(gateway)
            port = await running.enter_async_context(serving(server))
            stacks.append(Stack(gateway, server, port, service, log))
        yield stacks


async def let_through(stacks: Iterable[Stack]) -> int:
    """Ask in turn, far too often, and return how many requests passed."""
    passed, end = 0, time.monotonic() + LASTS_S
    for stack in cycle(stacks):
        if time.monotonic() > end:
            return passed
        passed += (await stack.ask(request("GET", OPEN))).status == 200  # noqa: PLR2004
        await asyncio.sleep(PAUSE_S)
    return passed


async def slowest(stack: Stack, times: int) -> float:
    """Return how long the slowest of some answers took, in seconds."""
    longest = 0.0
    for _ in range(times):
        began = time.monotonic()
        reply = await stack.ask(request("GET", OPEN))
        if not reply.complete:
            raise AssertionError("no answer")
        longest = max(longest, time.monotonic() - began)
    return longest


async def seconds_until(stack: Stack, is_up: float) -> float:
    """Wait for the gateway to say whether it shares, and return how long that took."""
    began = time.monotonic()
    async with asyncio.timeout(20):
        while shares(stack) != is_up:  # noqa: ASYNC110  a figure is read, as Prometheus does
            await asyncio.sleep(0.05)
    return time.monotonic() - began


def shares(stack: Stack) -> Any:
    """Return the figure that alerts read."""
    return stack.gateway.metrics.registry.get_sample_value("gateway_shared_store_up")


async def prove(program: str) -> bool:
    """Print what happens and return whether it is as promised."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}"
    async with misbehaving({}) as service, AsyncExitStack() as later:
        async with two_gateways(service, None) as apart:
            twice = await let_through(apart)
        stacks = await later.enter_async_context(two_gateways(service, url))
        async with store(program, port):
            await seconds_until(stacks[0], 1.0)
            once = await let_through(stacks)
        await seconds_until(stacks[0], 0.0)
        longest = max([await slowest(stack, 100) for stack in stacks])
        async with store(program, port):
            back_s = await seconds_until(stacks[0], 1.0)
    allowed = REQUESTS + LASTS_S * REQUESTS / SECONDS
    print(
        f"allowed {allowed:.0f}: two gateways apart let through {twice}, together {once}; without "
        f"Redis the slowest of 200 answers {longest * 1_000:.0f} ms, shared again in {back_s:.1f} s"
    )
    is_one_limit = allowed * 0.9 <= once <= allowed + SLACK and twice > 1.5 * allowed
    return is_one_limit and longest < SLOWEST_S


def main() -> int:
    """Install Redis where it lacks and may be installed; return the exit code."""
    if shutil.which("redis-server") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        command = ("apt-get", "install", "-y", "-qq", "redis-server")
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        print("redis-server is not installed")
        return SKIPPED
    return 0 if asyncio.run(prove(program)) else 1


if __name__ == "__main__":
    sys.exit(main())
