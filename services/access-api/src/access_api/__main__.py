"""`python -m access_api`: serve the API."""

import uvicorn

from access_api.app import AUDIENCE, create_app
from access_api.settings import Settings
from service_kit.telemetry import configure_logging


def main() -> None:
    """Serve until stopped."""
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


if __name__ == "__main__":
    main()
