"""`python -m travel_api`, or `travel-api`: serve the API, or run one of its commands.

`params` shows and checks the figures, `replay` runs every decision again.
"""

import asyncio
import sys

import uvicorn

from service_kit.database import create_engine
from service_kit.telemetry import configure_logging
from travel_api.adapters import rulebook_cli
from travel_api.app import AUDIENCE, create_app
from travel_api.settings import Settings
from travel_api.use_cases.replaying import replay_decisions


def command() -> None:
    """Do what the command line says and exit."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Serve until stopped, or run the command that the arguments name."""
    match arguments:
        case ["params", *rest]:
            return rulebook_cli.main(rest)
        case ["replay"]:
            return asyncio.run(replay(Settings()))
        case []:
            serve(Settings())
            return 0
        case _:
            sys.stderr.write("usage: travel-api [params … | replay]\n")
            return 2


def serve(settings: Settings) -> None:
    """Serve the API until stopped."""
    configure_logging(AUDIENCE)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=20,
    )


async def replay(settings: Settings) -> int:
    """Run every decision again; print those that come out otherwise, and how many there were.

    Returns:
        0 when every byte of every decision came out as it was stored, else 1.
    """
    engine = create_engine(settings)
    decided = differing = 0
    try:
        async for replayed in replay_decisions(engine):
            decided += 1
            if not replayed.same:
                differing += 1
                sys.stdout.write(f"{replayed.number} differs (engine {replayed.engine_version})\n")
    finally:
        await engine.dispose()
    sys.stdout.write(f"{decided} decisions run again, {differing} differ\n")
    return 1 if differing else 0


if __name__ == "__main__":
    command()
