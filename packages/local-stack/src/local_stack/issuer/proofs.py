"""The client's half of DPoP (RFC 9449): a key, and proofs that it is held."""

import hashlib
import time
from base64 import urlsafe_b64encode
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.jws import extract_compact

ALGORITHM = "ES256"


class ProofKey:
    """A client's key on the curve P-256."""

    def __init__(self) -> None:
        self._key = ECKey.generate_key("P-256")
        self.thumbprint = self._key.thumbprint()

    def proof(
        self,
        method: str,
        url: str,
        token: str | None = None,
        *,
        claims: dict[str, Any] | None = None,
        header: dict[str, Any] | None = None,
    ) -> str:
        """Return a proof for one request.

        Args:
            method: the request's method.
            url: its address, without query and fragment.
            token: the access token it carries; none when one is asked for.
            claims: claims to replace; None takes one away.
            header: header members, the same way.
        """
        said = {"jti": uuid4().hex, "htm": method, "htu": url, "iat": int(time.time())}
        if token is not None:
            said["ath"] = _base64url(hashlib.sha256(token.encode()).digest())
        named = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": self._key.as_dict(private=False)}
        return jwt.encode(
            _present(named | (header or {})), _present(said | (claims or {})), self._key
        )


def thumbprint_in(proof: str) -> str:
    """Return the thumbprint of the key that `proof` is made with.

    Raises:
        ValueError, TypeError, KeyError: it is no proof.
        JoseError: it is not made with the key it shows.
    """
    header = extract_compact(proof.encode()).headers()
    key = ECKey.import_key(header["jwk"])
    jwt.decode(proof, key, algorithms=[ALGORITHM])
    return key.thumbprint()


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
