"""The public keys of one token issuer: fetched, kept, renewed."""

import asyncio
import re
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

VerificationKey = RSAKey | ECKey

MAX_BYTES = 262_144
MAX_KEYS = 100
MIN_RSA_BITS = 2048
RSA_ALGORITHMS = ("RS256", "PS256", "RS384", "RS512", "PS384", "PS512")
CURVE_ALGORITHM = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


class UnknownKey(LookupError):
    """No key with this id can be used to check a signature."""


class KeysUnavailable(UnknownKey):
    """The issuer has given no usable key set, so nothing can be said about its tokens."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a key set is believed, in seconds."""

    shortest: float = 60.0
    ordinary: float = 300.0
    longest: float = 3_600.0
    last_good: float = 86_400.0
    cooldown: float = 30.0
    missing: float = 300.0


DEFAULT_TIMING = Timing()


class JwksStore:
    """The key set behind one URL from the settings.

    A set is renewed when its age says so, and once per cooldown when a token names a key that is
    not in it. When the issuer does not answer, the last good set serves for a bounded time. There
    is never more than one fetch at a time, and a caller who gives up does not end it for the rest.
    """

    def __init__(
        self,
        url: str,
        client: httpx.AsyncClient,
        *,
        timing: Timing = DEFAULT_TIMING,
        max_missing: int = 1_024,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._client, self._timing, self._clock = url, client, timing, clock
        self._max_missing = max_missing
        self._keys: Mapping[str, VerificationKey] = {}
        self._missing: dict[str, float] = {}
        self._stale_at = self._useless_at = self._next_attempt_at = float("-inf")
        self._fetch: asyncio.Task[bool] | None = None

    async def key(self, kid: str) -> VerificationKey:
        """Return the key called `kid`; its `alg` is the only algorithm it may be used with.

        Raises:
            UnknownKey: the issuer has no such key.
            KeysUnavailable: the issuer has not answered, or not for too long.
        """
        if self._clock() >= self._stale_at:
            await self._renew()
        if self._clock() >= self._useless_at:
            raise KeysUnavailable
        found = self._keys.get(kid)
        if found is None and self._clock() >= self._missing.get(kid, float("-inf")):
            found = await self._look_again(kid)
        if found is None:
            raise UnknownKey
        return found

    async def _look_again(self, kid: str) -> VerificationKey | None:
        renewed = await self._renew()
        found = self._keys.get(kid)
        if found is None and renewed:
            if len(self._missing) >= self._max_missing:
                self._missing.clear()
            self._missing[kid] = self._clock() + self._timing.missing
        return found

    async def _renew(self) -> bool:
        """Fetch the set unless the cooldown forbids it; True when a new set has come."""
        if self._fetch is None:
            if self._clock() < self._next_attempt_at:
                return False
            self._next_attempt_at = self._clock() + self._timing.cooldown
            self._fetch = asyncio.create_task(self._replace_keys())
            self._fetch.add_done_callback(self._fetched)
        return await asyncio.shield(self._fetch)

    def _fetched(self, _task: asyncio.Task[bool]) -> None:
        self._fetch = None

    async def _replace_keys(self) -> bool:
        try:
            keys, max_age = await _download(self._client, self._url)
        except (httpx.HTTPError, ValueError):
            return False
        timing, now = self._timing, self._clock()
        age = timing.ordinary if max_age is None else max_age
        self._keys = keys
        self._stale_at = now + min(max(age, timing.shortest), timing.longest)
        self._useless_at = now + timing.last_good
        return True


async def _download(
    client: httpx.AsyncClient, url: str
) -> tuple[Mapping[str, VerificationKey], float | None]:
    body = bytearray()
    async with client.stream("GET", url, follow_redirects=False) as answer:
        if answer.status_code != httpx.codes.OK:
            raise ValueError("the key set was not given")
        async for part in answer.aiter_bytes():
            body += part
            if len(body) > MAX_BYTES:
                raise ValueError("the key set is too large")
    keys = usable_keys(httpx.Response(httpx.codes.OK, content=bytes(body)).json())
    if not keys:
        raise ValueError("the key set holds no usable key")
    max_age = re.search(r"max-age=(\d{1,9})", answer.headers.get("cache-control", ""))
    return keys, float(max_age[1]) if max_age else None


def usable_keys(document: object) -> dict[str, VerificationKey]:
    """Return the signature keys of a JWK set by their ids; what cannot be used is left out."""
    entries = document.get("keys") if isinstance(document, dict) else None
    found: dict[str, VerificationKey] = {}
    for jwk in entries[:MAX_KEYS] if isinstance(entries, list) else ():
        key = _usable(jwk) if isinstance(jwk, dict) else None
        if key is not None and key.kid:
            found.setdefault(key.kid, key)
    return found


def _usable(jwk: dict[str, str]) -> VerificationKey | None:
    if jwk.get("use", "sig") != "sig" or not isinstance(jwk.get("kid"), str):
        return None
    names = ("kty", "kid", "n", "e", "crv", "x", "y")
    public: dict[str, str | list[str]] = {name: jwk[name] for name in names if name in jwk}
    allowed = _algorithms(public)
    algorithm = jwk.get("alg") or next(iter(allowed), None)
    if algorithm not in allowed:
        return None
    public["alg"] = algorithm
    if public["kty"] == "RSA" and _bits(public) < MIN_RSA_BITS:
        return None
    try:
        return (RSAKey if public["kty"] == "RSA" else ECKey).import_key(public)
    except (JoseError, ValueError, TypeError):
        return None


def _bits(jwk: Mapping[str, str | list[str]]) -> int:
    """Return the size of an RSA key, 0 when its modulus cannot be read."""
    try:
        modulus = urlsafe_b64decode(f"{jwk.get('n', '')}==")
    except ValueError:
        return 0
    return int.from_bytes(modulus).bit_length()


def _algorithms(jwk: Mapping[str, str | list[str]]) -> tuple[str, ...]:
    """Return the algorithms a key of this kind may be used with, the usual one first."""
    if jwk.get("kty") == "RSA":
        return RSA_ALGORITHMS
    curve = CURVE_ALGORITHM.get(str(jwk.get("crv")))
    return (curve,) if jwk.get("kty") == "EC" and curve else ()
