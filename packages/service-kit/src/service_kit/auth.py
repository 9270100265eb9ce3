"""Who is calling: inside tokens of the gateway, verified here again.

A service trusts no header. The gateway's token is an ES256 JWT for exactly this service that lives
a minute.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Protocol

from fastapi import Depends, Request
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from contracts.identity_numbers import NationalIdentityNumber
from contracts.scopes import Assurance
from service_kit.jwks import KeysUnavailable, UnknownKey

ALGORITHM: Final = "ES256"
_CLOCK_SKEW_S: Final = 5
_CACHED_TOKENS: Final = 10_000

Kind = Literal["person", "staff", "organisation", "anonymous"]


class NotAuthenticated(Exception):
    """The request carries no token that this service accepts."""

    def __init__(self) -> None:
        super().__init__("A valid token for this service is required.")
        self.headers = {"WWW-Authenticate": "Bearer"}


class NotAllowed(Exception):
    """The token is good but does not open this operation."""

    def __init__(self, reason: str = "The token does not open this operation.") -> None:
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The caller, as the gateway vouches for it.

    Attributes:
        subject: `person:<HMAC>`, `staff:<tenant>:<object id>`, `org:<organisation number>`, or
            `anonymous`.
        kind: which of these it is.
        organisation: organisation number the caller acts for.
        supplier: organisation number that acts on its behalf, where delegated.
        assurance: level of assurance of the login.
        scopes: what the token opens here.
        national_id: the citizen's own number, on operations that need it.
        issuer: outer issuer of the login.
        client_id: outer client.
    """

    subject: str
    kind: Kind
    organisation: str | None = None
    supplier: str | None = None
    assurance: Assurance | None = None
    scopes: frozenset[str] = frozenset()
    national_id: NationalIdentityNumber | None = None
    issuer: str = ""
    client_id: str = ""


_BROKEN: Final = (JoseError, UnknownKey, ValueError, KeyError, TypeError, AttributeError)
"""What reading a token raises when its maker did not keep to the form."""

ANONYMOUS: Final = Principal(subject="anonymous", kind="anonymous")
_KINDS: Final[Mapping[str, Kind]] = {
    "person": "person",
    "staff": "staff",
    "org": "organisation",
}


class KeyStore(Protocol):
    """Where the gateway's public keys come from."""

    async def key(self, kid: str) -> RSAKey | ECKey:
        """Return the key called `kid` or raise `UnknownKey`."""


class TokenVerifier:
    """Turns an inside token into its caller. Tokens that passed are remembered until they end."""

    def __init__(
        self, keys: KeyStore, *, issuer: str, audience: str, allow_synthetic: bool
    ) -> None:
        self._keys = keys
        self._allow_synthetic = allow_synthetic
        self._claims = jwt.JWTClaimsRegistry(
            leeway=_CLOCK_SKEW_S,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            scope={"essential": True, "allow_blank": True},
        )
        self._passed: dict[bytes, tuple[float, Principal]] = {}

    async def verify(self, token: str) -> Principal:
        """Return the caller that `token` names.

        Raises:
            NotAuthenticated: forged, expired, for another service, from another issuer, or broken.
            KeysUnavailable: the gateway's keys cannot be had, so nothing can be said.
        """
        digest = hashlib.sha256(token.encode()).digest()
        remembered = self._passed.get(digest)
        if remembered is not None and remembered[0] > time.time():
            return remembered[1]
        try:
            key = await self._keys.key(_key_id(token))
            claims = jwt.decode(token, key, algorithms=[ALGORITHM]).claims
            self._claims.validate(claims)
            principal = self._principal(claims)
        except KeysUnavailable:
            raise
        except _BROKEN:
            raise NotAuthenticated from None
        if len(self._passed) >= _CACHED_TOKENS:
            self._passed.clear()
        self._passed[digest] = (float(claims["exp"]), principal)
        return principal

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        loa, pid, act = claims.get("loa"), claims.get("pid"), claims.get("act", {})
        return Principal(
            subject=claims["sub"],
            kind=_KINDS[claims["sub"].partition(":")[0]],
            organisation=claims.get("org"),
            supplier=claims.get("supplier"),
            assurance=Assurance(loa) if loa else None,
            scopes=frozenset(claims["scope"].split()),
            national_id=NationalIdentityNumber.parse(pid, allow_synthetic=self._allow_synthetic)
            if pid
            else None,
            issuer=act.get("iss", ""),
            client_id=act.get("client_id", ""),
        )


def _key_id(token: str) -> str:
    return str(jws.extract_compact(token.encode()).headers()["kid"])


async def _principal(request: Request) -> Principal:
    principal: Principal = request.state.principal
    return principal


PrincipalDep = Annotated[Principal, Depends(_principal)]
"""Parameter of a route that asks who is calling. The route's guard has let the caller in."""
