"""`python -m access_api.relay`: carry out what the API has left in the outbox."""

import asyncio
import signal

from access_api.deps import close, make_outside, make_shell
from access_api.settings import Settings
from access_api.use_cases.relaying import make_relay
from service_kit.telemetry import configure_logging, telemetry

SERVICE = "access-relay"


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Work until `stop` is set."""
    outside = make_outside(settings)
    shell = make_shell(settings, outside)
    async with telemetry(SERVICE, settings):
        await make_relay(shell).run(stop)
    await close(shell, outside)


async def _until_stopped(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await run(settings, stop)


if __name__ == "__main__":
    configure_logging(SERVICE)
    asyncio.run(_until_stopped(Settings()))
