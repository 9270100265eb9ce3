"""A gateway's keys for tests: inside tokens as the real gateway signs them."""

import time
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from service_kit.auth import ALGORITHM
from service_kit.jwks import UnknownKey

ISSUER = "helsesak-gateway"


class InsideTokens:
    """Signs inside tokens, and is the key store that verifies them."""

    def __init__(self, kid: str = "test") -> None:
        self._private = ECKey.generate_key("P-256", {"kid": kid, "alg": ALGORITHM, "use": "sig"})
        self._public = ECKey.import_key(self._private.as_dict(private=False))

    async def key(self, kid: str) -> ECKey:
        """Return the public key called `kid`."""
        if kid != self._public.kid:
            raise UnknownKey
        return self._public

    def jwks(self) -> dict[str, Any]:
        """Return the key set as the gateway publishes it."""
        return {"keys": [self._public.as_dict(private=False)]}

    def token(
        self, audience: str, scopes: str, *, subject: str, lifetime_s: int = 60, **claims: Any
    ) -> str:
        """Return a token for `audience`. `claims` may be org, supplier, loa, pid, act, iss, …."""
        now = int(time.time())
        body = {
            "iss": ISSUER,
            "aud": audience,
            "sub": subject,
            "scope": scopes,
            "iat": now,
            "exp": now + lifetime_s,
            "act": {"iss": "https://test.example", "client_id": "test-client"},
            **claims,
        }
        header = {"alg": ALGORITHM, "kid": self._private.kid}
        return jwt.encode(header, body, self._private, algorithms=[ALGORITHM])


def signed_in(token: str) -> Mapping[str, str]:
    """Return the headers of a request that carries `token`."""
    return {"Authorization": f"Bearer {token}"}
