"""From a wish to a token."""

import time
from functools import cached_property
from typing import Any
from uuid import uuid4

from local_stack.issuer.keys import SigningKeys
from local_stack.issuer.layouts import LAYOUTS, IssuerName, Wish


class DevelopmentIssuer:
    """One of the four issuers, with its own keys."""

    def __init__(self, name: IssuerName, base: str) -> None:
        self._layout = LAYOUTS[name]
        self.issuer = self._layout.issuer(base)
        self.binds = self._layout.binds

    @cached_property
    def keys(self) -> SigningKeys:
        """The keys, made when they are first asked for."""
        return SigningKeys()

    def token(self, wish: Wish) -> str:
        """Return a token as this issuer would lay it out, changed as `wish` says."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "iat": now,
            "nbf": now - 1,
            "exp": now + wish.expires_in,
            "jti": uuid4().hex,
        }
        claims |= self._layout.claims(wish)
        claims |= wish.claims
        present = {name: value for name, value in claims.items() if value is not None}
        return self.keys.sign({"typ": self._layout.typ} | wish.header, present)
