"""`python -m access_api`: serve the API, or make a restored database safe with `restore`."""

import asyncio
import json
import sys
from pathlib import Path

import uvicorn

from access_api.app import AUDIENCE, create_app
from access_api.deps import close, make_outside, make_shell
from access_api.settings import Settings
from access_api.use_cases.restoring import Replica, after_restore
from service_kit.telemetry import configure_logging


def main(arguments: list[str]) -> int:
    """Serve until stopped, or carry out the command that the arguments name."""
    settings = Settings()
    configure_logging(AUDIENCE)
    match arguments:
        case []:
            _serve(settings)
        case ["restore", file]:
            asyncio.run(_restore(settings, Path(file)))
        case _:
            sys.stderr.write("usage: python -m access_api [restore REPLICA.json]\n")
            return 2
    return 0


def _serve(settings: Settings) -> None:
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=20,
    )


async def _restore(settings: Settings, file: Path) -> None:
    """Read a replica (`client_id`, `version`, `blocked`) and make the database safe to serve."""
    given = json.loads(file.read_text("utf-8"))  # noqa: ASYNC240 - nothing else runs here
    outside = make_outside(settings)
    shell = make_shell(settings, outside)
    replica = Replica(given["client_id"], given["version"], frozenset(given["blocked"]))
    restored = await after_restore(shell, replica)
    await close(shell, outside)
    sys.stdout.write(f"{restored}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
