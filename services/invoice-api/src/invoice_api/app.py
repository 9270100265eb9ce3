"""The HTTP application of invoice-api."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, Final

from fastapi import FastAPI

from invoice_api.deps import Outside, close, make_outside, make_shell
from invoice_api.problems import PROBLEMS
from invoice_api.routes import (
    assignments,
    attestations,
    events,
    guidance,
    handling,
    invoices,
    paper,
    papers,
    rule_sets,
    uploads,
    validations,
)
from invoice_api.settings import Settings
from invoice_api.use_cases.relaying import make_relay
from invoice_api.use_cases.shell import Shell
from service_kit.auth import TokenVerifier
from service_kit.health import install_health
from service_kit.openapi import install_openapi, operation_id
from service_kit.problems import install_problems
from service_kit.telemetry import FRAMEWORK_TELEMETRY, RequestTelemetry, telemetry

AUDIENCE: Final = "invoice-api"

_ROUTERS: Final = (
    validations.router,
    invoices.router,
    handling.router,
    paper.router,
    papers.router,
    events.router,
    uploads.router,
    assignments.router,
    attestations.router,
    rule_sets.router,
    guidance.router,
)

_TAGS: Final = {
    "validations": "Check an electronic invoice without sending it.",
    "invoices": "Send invoices and credit notes, and follow them to payment.",
    "handling": "Decide about invoices, approve payments, tell of them.",
    "uploads": "Files that other requests refer to.",
    "assignments": "An expert's hours and outlays, from delivery to attestation.",
    "audit": "The journal of what was done, and by whom.",
    "rules": "The rules that documents are checked by.",
    "guidance": "Where to reach Helseklage, and where a complaint goes.",
}


def bare_app() -> FastAPI:
    """Return the application without anything behind it: enough for its API document."""
    app = FastAPI(
        title="Helsesak invoice-api",
        version="1.0.0",
        description="Receives electronic invoices for Helseklage, checks them, matches experts' "
        "fees to what was attested, and leads them to payment.",
        generate_unique_id_function=operation_id,
        telemetry=FRAMEWORK_TELEMETRY,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    for router in _ROUTERS:
        app.include_router(router)
    install_problems(app, PROBLEMS)
    install_openapi(app, tags=_TAGS)
    return app


def openapi_document() -> dict[str, Any]:
    """Return the API document."""
    return bare_app().openapi()


def create_app(settings: Settings, outside: Outside | None = None) -> FastAPI:
    """Return the application.

    Args:
        settings: configuration, already read.
        outside: what it reaches, for a test; made from the settings when not given.
    """
    outside = outside or make_outside(settings)
    shell = make_shell(settings, outside)
    app = bare_app()
    app.state.settings = settings
    app.state.shell = shell
    app.state.verifier = TokenVerifier(
        outside.keys,
        issuer=settings.inside_issuer,
        audience=AUDIENCE,
        allow_synthetic=settings.allow_synthetic,
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with telemetry(AUDIENCE, settings), _relaying(shell, run=settings.run_relay):
            yield
        await close(shell, outside)

    app.router.lifespan_context = lifespan
    install_health(app, shell.engine)
    app.add_middleware(RequestTelemetry)
    return app


@contextlib.asynccontextmanager
async def _relaying(shell: Shell, *, run: bool) -> AsyncIterator[None]:
    """Run the relay beside the API, where one process does for both."""
    if not run:
        yield
        return
    stop = asyncio.Event()
    task = asyncio.create_task(make_relay(shell).run(stop))
    try:
        yield
    finally:
        stop.set()
        await task
