"""The two ports of the gateway and how they end."""

import asyncio
import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from gateway.app import Gateway
from gateway.connections import GuardedProtocol
from gateway.direct.protocol import DirectProtocol
from gateway.inside_app import inside_app

KEEP_ALIVE_S = 75
BACKLOG = 2_048


class Server(uvicorn.Server):
    """A server among others in its process: signals are handled once, outside."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever runs this server."""
        yield


def public_server(gateway: Gateway) -> uvicorn.Server:
    """Return the server of the public port."""
    settings = gateway.settings
    config = uvicorn.Config(
        gateway,
        host=settings.host,
        port=settings.port,
        http=DirectProtocol if settings.data_plane == "protocol" else GuardedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=settings.grace_s,
        backlog=BACKLOG,
    )
    return Server(config)


def inside_server(gateway: Gateway) -> uvicorn.Server:
    """Return the server of the inside port."""
    settings = gateway.settings
    config = uvicorn.Config(
        inside_app(gateway.inside, gateway.metrics),
        host=settings.inside_host,
        port=settings.inside_port,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    return Server(config)


async def serve(gateway: Gateway) -> None:
    """Serve both ports until told to end; keys and metrics are there to the last request."""
    _spare_the_collector()
    public, inside = public_server(gateway), inside_server(gateway)
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    inside_task = asyncio.create_task(inside.serve())
    public_task = asyncio.create_task(public.serve())
    told_task = asyncio.create_task(told.wait())
    await asyncio.wait({public_task, inside_task, told_task}, return_when="FIRST_COMPLETED")
    told_task.cancel()
    gateway.life.draining = True
    if not public_task.done():
        await asyncio.sleep(gateway.settings.drain_s)
    public.should_exit = True
    await public_task
    inside.should_exit = True
    await inside_task


def _spare_the_collector() -> None:
    """Leave what was imported out of garbage collection, which costs a quarter of a request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
