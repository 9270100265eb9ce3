"""Every key of one development installation, derived from one secret."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Keys:
    """Keys by name. The same secret gives the same keys, so that what was sealed stays readable."""

    secret: bytes = field(repr=False)

    def raw(self, name: str) -> bytes:
        """Return the 32 bytes called `name`."""
        return hmac.new(self.secret, name.encode(), hashlib.sha256).digest()

    def text(self, name: str) -> str:
        """Return the key called `name` in base64."""
        return base64.b64encode(self.raw(name)).decode()

    def ring(self, name: str) -> str:
        """Return a key ring that holds the key called `name`."""
        return f"dev1:{self.text(name)}"

    def webhook(self, name: str) -> str:
        """Return the key called `name` as a Standard Webhooks secret."""
        return f"whsec_{self.text(name)}"
