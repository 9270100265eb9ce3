"""Outside tokens: whose they are, whether they are genuine, and what was found out before."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from gateway.callers import Caller, UnreadableClaims, caller_of
from gateway.challenges import Challenges
from gateway.issuers import IssuerProfile, Proofs
from gateway.jose import peek
from gateway.refusals import Refusal
from service_kit.jwks import KeysUnavailable, UnknownKey

LEEWAY_S: Final = 5
LONGEST_TOKEN: Final = 8_192
REMEMBERED: Final = 50_000
REFUSED_FOR_S: Final = 5.0
BELIEVED_FOR_S: Final = 300.0
"""How long a token is believed unseen; its key may have been withdrawn meanwhile."""
_TYPES: Final = frozenset({None, "jwt", "at+jwt", "application/at+jwt"})
_SCHEMES: Final = frozenset({b"bearer", b"dpop"})


class Credentials(NamedTuple):
    """What stands in an Authorization field.

    Attributes:
        scheme: how the token is used, in lower case.
        token: the token.
    """

    scheme: bytes
    token: bytes


class KeyStore(Protocol):
    """Where an issuer's public keys come from."""

    async def key(self, kid: str) -> RSAKey | ECKey:
        """Return the key called `kid` or raise `UnknownKey`."""


@dataclass(slots=True)
class Session:
    """A caller and the inside tokens already made for one outside token.

    Attributes:
        caller: whom the token speaks for.
        until: when the token is to be looked at again, in seconds since the epoch.
        bound_to: thumbprint of the key that the token's user must hold; None when anybody may.
        inside: by audience and whether it names the person: when to renew, and the token.
    """

    caller: Caller
    until: float
    bound_to: str | None = None
    inside: dict[tuple[str, bool], tuple[float, bytes]] = field(default_factory=dict)


class TokenVerifier:
    """Checks outside tokens against the profiles of the settings."""

    def __init__(
        self,
        issuers: Mapping[str, tuple[IssuerProfile, KeyStore]],
        *,
        subject_key: bytes,
        known_scopes: frozenset[str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuers, self._subject_key, self._known = issuers, subject_key, known_scopes
        self._clock = clock
        self.challenges = Challenges(
            any(profile.proofs is not Proofs.OFF for profile, _ in issuers.values())
        )
        self._sessions: dict[bytes, Session] = {}
        self._refused: dict[bytes, float] = {}

    def credentials(self, authorization: bytes | None) -> Credentials:
        """Return what stands in an Authorization field.

        Raises:
            Refusal: no token does.
        """
        scheme, _, token = (authorization or b"").partition(b" ")
        scheme = scheme.lower()
        if scheme not in _SCHEMES or not token:
            raise self.challenges.token_needed()
        return Credentials(scheme, token.strip())

    def remembered(self, token: bytes) -> Session | None:
        """Return what is known of `token` from before, if it is good and was seen lately.

        Raises:
            Refusal: it was found to be bad a moment ago.
        """
        digest = hashlib.sha256(token).digest()
        session = self._sessions.get(digest)
        if session is not None and not self.has_ended(session):
            return session
        if self._refused.get(digest, 0.0) > self._clock():
            raise self.challenges.invalid_token()
        return None

    def has_ended(self, session: Session) -> bool:
        """Tell whether the token of `session` is at its end, or was last looked at long ago."""
        return session.until <= self._clock()

    async def verify(self, token: bytes) -> Session:
        """Check `token` and remember what was found.

        Raises:
            Refusal: it is not a good token, or its issuer gives no keys.
        """
        digest = hashlib.sha256(token).digest()
        try:
            session = await self._session(token)
        except KeysUnavailable:
            retry = (b"retry-after", b"30")
            raise Refusal("unavailable", "The token's issuer does not answer.", retry) from None
        except (JoseError, UnknownKey, UnreadableClaims, ValueError, KeyError, TypeError):
            _remember(self._refused, digest, self._clock() + REFUSED_FOR_S)
            raise self.challenges.invalid_token() from None
        _remember(self._sessions, digest, session)
        return session

    async def _session(self, token: bytes) -> Session:
        if len(token) > LONGEST_TOKEN:
            raise ValueError("too long")
        header, unchecked = peek(token)
        profile, keys = self._issuers[str(unchecked.get("iss"))]
        if str(header.get("typ", "jwt")).lower() not in _TYPES or "crit" in header:
            raise ValueError("not an access token")
        key = await keys.key(str(header["kid"]))
        claims = jwt.decode(token, key, algorithms=[str(key.alg)]).claims
        self._check(claims, profile)
        caller = caller_of(claims, profile, subject_key=self._subject_key, known=self._known)
        until = min(caller.expires_at, self._clock() + BELIEVED_FOR_S)
        return Session(caller, until, _bound_to(claims, profile))

    def _check(self, claims: Mapping[str, Any], profile: IssuerProfile) -> None:
        jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": profile.issuer},
            exp={"essential": True},
        ).validate(dict(claims))
        if not _is_for_us(claims.get("aud"), profile):
            raise ValueError("for somebody else")


def _bound_to(claims: Mapping[str, Any], profile: IssuerProfile) -> str | None:
    """Return the thumbprint of the key a token is bound to, None when it is bound to none.

    Raises:
        ValueError: it is not bound as the issuer's profile asks, or to something else.
    """
    if "cnf" not in claims and profile.proofs is not Proofs.REQUIRED:
        return None
    match claims.get("cnf"):
        case {"jkt": str(thumbprint), **others} if not others and profile.proofs is not Proofs.OFF:
            return thumbprint
        case _:
            raise ValueError("not bound, or to a key that cannot be shown")


def _is_for_us(audience: object, profile: IssuerProfile) -> bool:
    """Tell whether a token may be used here.

    A token restricted to somebody else never may. One without restriction may where the issuer
    does not always restrict: ID-porten says `unspecified`, Maskinporten nothing.
    """
    if audience is None or audience == "unspecified":
        return not profile.audience_needed
    named = audience if isinstance(audience, list) else [audience]
    return profile.audience is not None and profile.audience in named


def _remember(store: dict[bytes, Any], digest: bytes, value: object) -> None:
    if len(store) >= REMEMBERED:
        for old in list(store)[: REMEMBERED // 10]:
            del store[old]
    store[digest] = value
