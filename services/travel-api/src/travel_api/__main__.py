"""`python -m travel_api`: serve the API, or check and show the rule files with `params`."""

import sys

import uvicorn

from service_kit.telemetry import configure_logging
from travel_api.adapters import rulebook_cli
from travel_api.app import AUDIENCE, create_app
from travel_api.settings import Settings


def main() -> int:
    """Serve until stopped, or run the command that the arguments name."""
    if sys.argv[1:2] == ["params"]:
        return rulebook_cli.main(sys.argv[2:])
    settings = Settings()
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
