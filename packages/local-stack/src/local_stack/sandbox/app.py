"""The sandbox as one application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from standardwebhooks import Webhook

from local_stack.sandbox import control, print_provider, receivers, registers
from local_stack.sandbox.print_provider import Printer
from local_stack.sandbox.settings import SandboxSettings
from local_stack.sandbox.world import World

_CALLBACK_TIMEOUT_S = 5.0


def create_app(
    settings: SandboxSettings, transport: httpx.AsyncBaseTransport | None = None
) -> FastAPI:
    """Return the outside systems; `transport` is where the printer's callbacks go."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(
            timeout=_CALLBACK_TIMEOUT_S, transport=transport, trust_env=False
        ) as client:
            secret = settings.print_secret.get_secret_value()
            printer = Printer(settings.letters, secret, client, settings.posting_delay_s)
            app.state.printer = printer
            try:
                yield
            finally:
                await printer.close()

    app = FastAPI(title="Sandbox of outside systems", lifespan=lifespan, openapi_url=None)
    app.state.world = World()
    app.state.webhook_signature = Webhook(settings.webhook_secret.get_secret_value())
    app.add_middleware(control.Faults, state=app.state)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_api_route("/health", _health)
    for part in (registers, print_provider, receivers, control):
        app.include_router(part.router)
    return app


async def _health() -> dict[str, str]:
    return {"status": "ok"}


async def _malformed(_request: Request, _error: Exception) -> JSONResponse:
    """Say no more: a body may hold a number."""
    return JSONResponse({"code": "malformed"}, status_code=422)
