"""An issuer's signing keys: the current one and the next."""

from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey


class SigningKeys:
    """Two RSA keys, of which the first signs."""

    def __init__(self) -> None:
        self._keys = [_new_key(), _new_key()]

    def rotate(self) -> None:
        """Withdraw the current key, sign with the next, and announce another."""
        self._keys = [self._keys[1], _new_key()]

    def jwks(self) -> dict[str, list[Any]]:
        """Return the public halves."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def sign(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        """Return a signed token; `header` may replace members or, with None, take them away."""
        key = self._keys[0]
        members = {"alg": "RS256", "kid": key.kid} | header
        present = {name: value for name, value in members.items() if value is not None}
        return jwt.encode(present, claims, key)


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": uuid4().hex, "use": "sig", "alg": "RS256"})
