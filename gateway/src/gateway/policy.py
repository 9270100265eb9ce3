"""Who is let through: route, token, scope and quota of one request, in that order."""

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from gateway.callers import may_use
from gateway.hygiene import Head
from gateway.inside import InsideTokens
from gateway.limits import Quota, RateLimiter
from gateway.possession import Possession
from gateway.refusals import Refusal
from gateway.routing import Route, RouteTable
from gateway.tokens import Session, TokenVerifier


class Admission(NamedTuple):
    """A request that may go on.

    Attributes:
        route: where it goes.
        inside_token: what the service is told of the caller; None on open operations.
        quota: what the caller has left.
        session: what is known of the caller's token; None on open operations.
    """

    route: Route
    inside_token: bytes | None
    quota: Quota
    session: Session | None

    @property
    def client_id(self) -> str | None:
        """Outer client, for the log."""
        return self.session.caller.client_id if self.session else None


class Asked(NamedTuple):
    """Who asked, and how.

    Attributes:
        method: the request's method.
        path: its path.
        address: network address of the client.
    """

    method: str
    path: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything that decides whether a request goes on."""

    table: RouteTable
    verifier: TokenVerifier
    possession: Possession
    inside: InsideTokens
    limiter: RateLimiter
    address_key: bytes
    clock: Callable[[], float] = time.monotonic

    async def admit(self, route: Route, head: Head, asked: Asked) -> Admission:
        """Let a request for `route` through, or refuse it.

        Args:
            route: what was asked for.
            head: its header fields after inspection.
            asked: who asked, and how.

        Raises:
            Refusal: its token, proof, scope, size or frequency does not allow it.
        """
        _check_length(route, head)
        session = None
        if not route.operation.is_open:
            given = self.verifier.credentials(head.authorization)
            session = self.verifier.remembered(given.token)
            session = session or await self.verifier.verify(given.token)
            await self.possession.check(session, given, head, asked.method, asked.path)
        return self._decide(route, session, asked.address)

    def admit_at_once(
        self, route: Route, head: Head, address: str, known: Session | None
    ) -> Admission | None:
        """Do as `admit` does if that needs no waiting.

        None when the token is not known yet, or bound to a key of which a proof must be checked.
        `known` is what was found out about the same header fields before.
        """
        _check_length(route, head)
        if route.operation.is_open:
            return self._decide(route, None, address)
        if known is None or self.verifier.has_ended(known):
            scheme, token = self.verifier.credentials(head.authorization)
            known = self.verifier.remembered(token) if scheme == b"bearer" else None
        return None if known is None or known.bound_to else self._decide(route, known, address)

    def _decide(self, route: Route, session: Session | None, address: str) -> Admission:
        rate = route.operation.rate
        if session is None:
            quota = self.limiter.take(rate, self._stranger(address), self.clock())
            return Admission(route, None, quota, None)
        caller = session.caller
        why_not = may_use(caller, route.operation)
        if why_not is not None:
            raise self.verifier.challenges.insufficient_scope(why_not)
        quota = self.limiter.take(rate, caller.subject, self.clock())
        return Admission(route, self.inside.token(session, route), quota, session)

    def _stranger(self, address: str) -> str:
        """Return a name for a client without a token: no address is kept in memory."""
        digest = hmac.new(self.address_key, network_of(address).encode(), hashlib.sha256)
        return digest.hexdigest()


def _check_length(route: Route, head: Head) -> None:
    if (head.content_length or 0) > route.operation.body_limit:
        raise body_too_large(route.operation.body_limit)


def network_of(address: str) -> str:
    """Return what is counted as one client: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:  # noqa: PLR2004
        return str(ipaddress.ip_network((known, 64), strict=False))
    return address


def body_too_large(limit: int) -> Refusal:
    """Return the refusal of a body above `limit` bytes."""
    return Refusal("body-too-large", f"The body may have at most {limit} bytes.")
