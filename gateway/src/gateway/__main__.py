"""Start the gateway: `python -m gateway`."""

import asyncio

import uvicorn

from gateway.app import Gateway
from gateway.serving import serve
from gateway.settings import GatewaySettings
from service_kit.telemetry import configure_logging


def main() -> None:
    """Serve until stopped."""
    configure_logging("gateway")
    gateway = Gateway(GatewaySettings())
    with asyncio.Runner(
        loop_factory=uvicorn.Config(gateway, log_config=None).get_loop_factory()
    ) as runner:
        runner.run(serve(gateway))


if __name__ == "__main__":
    main()
