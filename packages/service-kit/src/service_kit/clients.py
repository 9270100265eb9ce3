"""HTTP clients of outside systems: every wait has an end, nothing is followed or proxied."""

import ssl
from functools import cache

import httpx
from opentelemetry import propagate


def outside_client(base_url: str, *, timeout_s: float = 5.0) -> httpx.AsyncClient:
    """Return a client of one outside system. Close it with the application."""
    return httpx.AsyncClient(
        base_url=base_url,
        verify=_trusted(),
        timeout=timeout_s,
        follow_redirects=False,
        trust_env=False,
        event_hooks={"request": [_carry_trace]},
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom every client trusts; reading the certificates takes longer than all the rest."""
    return httpx.create_ssl_context(trust_env=False)


async def _carry_trace(request: httpx.Request) -> None:
    propagate.inject(request.headers)
