"""Proofs that a caller holds the key its token is bound to (DPoP, RFC 9449)."""

import hashlib
import re
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from gateway.jose import base64url, peek
from service_kit.jwks import CURVE_ALGORITHM, RSA_ALGORITHMS, VerificationKey, usable_keys

ALGORITHMS: Final = (*CURVE_ALGORITHM.values(), *RSA_ALGORITHMS)
OLDEST_S: Final = 60
LEEWAY_S: Final = 5
LIFETIME_S: Final = OLDEST_S + LEEWAY_S
"""Seconds after which no proof can be shown again."""
_LONGEST: Final = 8_192
_LONGEST_NAME: Final = 256
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
_ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")


class Shown(NamedTuple):
    """What a proof must be made for.

    Attributes:
        token: the access token it came with.
        thumbprint: of the key the token is bound to (RFC 7638).
        method: the request's method.
        url: the request's address as the client knows it, without its query.
    """

    token: bytes
    thumbprint: str
    method: str
    url: str


class WrongProof(ValueError):
    """The proof is not good; the text says why and is safe to show."""


class WrongKey(WrongProof):
    """The proof was made with another key than the token's."""

    def __init__(self) -> None:
        super().__init__("The proof is made with another key than the one of the token.")


class _Headers(JWSRegistry):
    """Room for the key of a proof, and for members that nobody has to understand."""

    max_header_length = 4_096

    def __init__(self, algorithms: list[str]) -> None:
        super().__init__(algorithms=algorithms, strict_check_header=False)


def check_proof(proof: bytes | None, shown: Shown, now: float) -> bytes:
    """Check the field `DPoP` of a request and return what tells this proof from all others.

    The key is compared with the token's before anything is computed with it, so a stranger's key
    costs nothing.

    Raises:
        WrongProof: it is not a proof, or one for something else.
    """
    if not proof or len(proof) > _LONGEST:
        raise WrongProof("A token that is bound to a key needs a proof in DPoP.")
    try:
        header, _ = peek(proof)
        key = _key_in(header)
        if key.thumbprint() != shown.thumbprint:
            raise WrongKey
        claims = jwt.decode(proof, key, registry=_Headers([str(key.alg)])).claims
    except WrongProof:
        raise
    except (JoseError, ValueError, KeyError, TypeError):
        raise WrongProof("The proof cannot be read, or its signature is wrong.") from None
    _check_claims(claims, shown, now)
    return hashlib.sha256(f"{shown.thumbprint}|{claims['jti']}".encode()).digest()


def _key_in(header: dict[str, Any]) -> VerificationKey:
    """Return the public key in a proof's header, to be used with the algorithm named there."""
    jwk = header["jwk"]
    if not isinstance(jwk, dict):
        raise WrongProof("The proof holds no key.")
    if str(header["typ"]).lower() != "dpop+jwt" or "crit" in header:
        raise WrongProof("The proof is not a dpop+jwt.")
    if _PRIVATE & jwk.keys():
        raise WrongProof("The proof gives away a private key.")
    key = usable_keys({"keys": [jwk | {"kid": "proof", "alg": header["alg"]}]}).get("proof")
    if key is None:
        raise WrongProof("The proof's key or algorithm is not accepted.")
    return key


def _check_claims(claims: dict[str, Any], shown: Shown, now: float) -> None:
    jti, made_at, here = claims.get("jti"), claims.get("iat"), _normal(shown.url)
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_NAME:
        raise WrongProof(f"jti is a text of 1 to {_LONGEST_NAME} characters.")
    if claims.get("htm") != shown.method:
        raise WrongProof("htm is not the method of the request.")
    if here is None or _normal(claims.get("htu")) != here:
        raise WrongProof("htu is not the address of the request.")
    if isinstance(made_at, bool) or not isinstance(made_at, int | float):
        raise WrongProof("iat is no time.")
    if not now - OLDEST_S <= made_at <= now + LEEWAY_S:
        raise WrongProof("iat is not now.")
    if claims.get("ath") != base64url(hashlib.sha256(shown.token).digest()):
        raise WrongProof("ath is not the hash of the token.")


def _normal(url: object) -> tuple[str, str, str] | None:
    """Return an address in the form in which alike ones are equal (RFC 3986, 6.2.2 and 6.2.3).

    Query and fragment are left out. Dot segments stay: no request here has any.
    """
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ""))
    return (scheme, host, _ENCODED.sub(_settled, parts.path) or "/") if host else None


def _settled(encoded: re.Match[str]) -> str:
    plain = unquote(encoded[0], errors="replace")
    return plain if _UNRESERVED.fullmatch(plain) else encoded[0].upper()


class NoRoom(Exception):
    """No more proofs can be remembered for now, so none can be let through."""


class Replays:
    """Remembers proofs for as long as they could be shown again, and not much longer.

    Two sets take turns, so forgetting costs nothing: a proof stays for at least one whole turn.
    """

    def __init__(self, most: int = 100_000) -> None:
        self._most = most
        self._young: set[bytes] = set()
        self._old: set[bytes] = set()
        self._turns_at = 0.0

    def is_new(self, proof: bytes, now: float) -> bool:
        """Remember `proof` and tell whether it had not been seen.

        Raises:
            NoRoom: a whole turn's room is used up; to forget early would let proofs in twice.
        """
        if now >= self._turns_at:
            both_are_over = now >= self._turns_at + LIFETIME_S
            self._old, self._young = set() if both_are_over else self._young, set()
            self._turns_at = now + LIFETIME_S
        if proof in self._young or proof in self._old:
            return False
        if len(self._young) >= self._most:
            raise NoRoom
        self._young.add(proof)
        return True
