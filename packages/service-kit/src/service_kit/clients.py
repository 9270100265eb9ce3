"""HTTP clients of outside systems: every wait has an end, nothing is followed or proxied."""

import httpx
from opentelemetry import propagate


def outside_client(base_url: str, *, timeout_s: float = 5.0) -> httpx.AsyncClient:
    """Return a client of one outside system. Close it with the application."""
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=timeout_s,
        follow_redirects=False,
        trust_env=False,
        event_hooks={"request": [_carry_trace]},
    )


async def _carry_trace(request: httpx.Request) -> None:
    propagate.inject(request.headers)
