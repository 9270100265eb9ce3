"""The inside port: keys for the services, metrics for Prometheus. Never routed from outside."""

from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.inside import InsideTokens
from gateway.records import Metrics

KEYS_MAX_AGE_S = 300


def inside_app(inside: InsideTokens, metrics: Metrics) -> Starlette:
    """Return the application of the inside port."""

    async def jwks(_request: Request) -> Response:
        age = {"Cache-Control": f"max-age={KEYS_MAX_AGE_S}"}
        return JSONResponse(inside.jwks(), headers=age)

    async def figures(_request: Request) -> Response:
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[
            Route("/.well-known/jwks.json", jwks),
            Route("/metrics", figures),
            Route("/health/live", live),
        ]
    )
