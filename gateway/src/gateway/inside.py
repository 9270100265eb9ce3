"""Inside tokens: the gateway's word to exactly one service about who is calling."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey

from contracts.scopes import Service
from gateway.callers import Caller
from gateway.routing import Route
from gateway.tokens import Session

ALGORITHM: Final = "ES256"
LIFETIME_S: Final = 60
RENEWED_AFTER_S: Final = 30


def import_signing_key(pem: str) -> ECKey:
    """Return the private key in `pem`, named by its thumbprint so that all replicas agree.

    Raises:
        ValueError: it is not a private P-256 key.
    """
    key = ECKey.import_key(pem)
    if not key.is_private or key.curve_name != "P-256":
        raise ValueError("a signing key is a private key on the curve P-256")
    return _named(key)


def new_signing_key() -> ECKey:
    """Return a new key, for development."""
    return _named(ECKey.generate_key("P-256"))


def _named(key: ECKey) -> ECKey:
    parameters: dict[str, Any] = {"kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}
    return ECKey.import_key(key.as_dict(private=True) | parameters)


class InsideTokens:
    """Makes inside tokens with the current key and publishes the current and the next one."""

    def __init__(
        self, keys: Sequence[ECKey], issuer: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys, self._issuer, self._clock = keys, issuer, clock

    def jwks(self) -> dict[str, Any]:
        """Return the public halves of the keys."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def token(self, session: Session, route: Route) -> bytes:
        """Return a token for the service of `route`; the person only where the operation asks."""
        names_person = route.operation.needs_pid and session.caller.pid is not None
        wanted = (route.audience, names_person)
        made = session.inside.get(wanted)
        if made is None or made[0] <= self._clock():
            token = self._sign(session.caller, route, names_person=names_person)
            made = session.inside[wanted] = (self._clock() + RENEWED_AFTER_S, token)
        return made[1]

    def _sign(self, caller: Caller, route: Route, *, names_person: bool) -> bytes:
        now = int(self._clock())
        claims = {
            "iss": self._issuer,
            "aud": route.audience,
            "sub": caller.subject,
            "iat": now,
            "exp": now + LIFETIME_S,
            "scope": " ".join(scopes_of(caller, route.service)),
            "org": caller.organisation,
            "supplier": caller.supplier,
            "loa": caller.assurance,
            "act": {"iss": caller.issuer, "client_id": caller.client_id},
            "pid": caller.pid if names_person else None,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        key = self._keys[0]
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, present, key).encode()


def scopes_of(caller: Caller, service: Service) -> list[str]:
    """Return the caller's scopes at `service`, and those that span the suite."""
    return sorted(scope for scope in caller.scopes if scope.split(":")[0] in {service, "suite"})
