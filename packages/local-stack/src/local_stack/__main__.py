"""`make run`: start the suite, show its main jobs, keep serving until Ctrl-C."""

import asyncio
import signal
import sys
import time

from local_stack.demo.entrance import Unexpected
from local_stack.demo.page import table
from local_stack.demo.summary import show
from local_stack.environments import Installation
from local_stack.postgres import PostgresFailed
from local_stack.processes import ProcessEnded
from local_stack.settings import StackSettings
from local_stack.suite import NotReady, running


async def _serve(settings: StackSettings) -> None:
    started = time.monotonic()
    print("Starting PostgreSQL, the outside systems, three services and the gateway …")
    async with running(settings) as (here, processes), asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(processes.watch())
        print(f"Ready after {time.monotonic() - started:.1f} s.")
        await show(here)
        _say_where(here, settings)
        if settings.once:
            watch.cancel()


def _say_where(here: Installation, settings: StackSettings) -> None:
    rows = [
        ("API reference", f"{here.url('gateway')}/docs"),
        ("OpenAPI document", f"{here.url('gateway')}/openapi.json"),
        ("letters", str(here.letters)),
        ("logs", str(here.logs)),
    ]
    if not settings.once:
        rows.insert(2, ("development tokens", f"{here.url('issuer')}/idporten/debug/token"))
    print()
    table(rows)
    if not settings.once:
        print("\nServing. Ctrl-C stops everything.")


async def _until_stopped(settings: StackSettings) -> None:
    """Serve; the first signal stops, and no further one interrupts the stopping."""
    work = asyncio.create_task(_serve(settings))
    stopping = False

    def stop() -> None:
        nonlocal stopping
        if not stopping:
            stopping = True
            print("\nStopping …")
            work.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        await work
    except asyncio.CancelledError:
        if not stopping:
            raise


def main() -> None:
    """Run until stopped; exit with 1 and the reason when something failed."""
    try:
        asyncio.run(_until_stopped(StackSettings()))
    except* (PostgresFailed, ProcessEnded, NotReady, Unexpected, TimeoutError) as failed:
        sys.exit("\n".join(str(error) for error in failed.exceptions))


if __name__ == "__main__":
    main()
