"""Personal data at rest: sealed with AES-256-GCM, found again through a blind index.

Keys come as lists, newest first: the newest seals and indexes, older ones still open and find, so
that keys can be rotated while the service runs.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class CannotOpen(Exception):
    """The sealed bytes were changed, belong elsewhere, or their key is gone."""

    def __init__(self) -> None:
        super().__init__("Sealed data cannot be opened.")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by id, newest first."""

    keys: Mapping[str, bytes]

    @classmethod
    def parse(cls, listed: SecretStr) -> Self:
        """Return the keys that `listed` names as `id:base64`, comma between, newest first.

        Raises:
            ValueError: an id is missing, too long or doubled, or a key is not 32 bytes.
        """
        pairs = [entry.strip().partition(":") for entry in listed.get_secret_value().split(",")]
        keys = {key_id: base64.b64decode(key, validate=True) for key_id, _, key in pairs}
        proper = all(0 < len(key_id.encode()) < 256 for key_id in keys)  # noqa: PLR2004 - a byte
        if not proper or len(keys) != len(pairs):
            raise ValueError("Each key needs an id of its own.")
        if any(len(key) != _KEY_BYTES for key in keys.values()):
            raise ValueError("Each key must be 32 bytes, written in base64.")
        return cls(keys)

    @property
    def newest_id(self) -> str:
        """The id of the key that is used for new data."""
        return next(iter(self.keys))


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals bytes so that only this service opens them, and only where they were put."""

    ring: KeyRing

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Return `plain` sealed under the newest key, bound to `context` (table and row id)."""
        key_id = self.ring.newest_id
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self.ring.keys[key_id]).encrypt(nonce, plain, context)
        name = key_id.encode()
        return bytes([len(name)]) + name + nonce + sealed

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            CannotOpen: it was changed, belongs to another context, or its key is not known.
        """
        name, rest = sealed[1 : 1 + sealed[0]].decode(), sealed[1 + sealed[0] :]
        key = self.ring.keys.get(name)
        if key is None:
            raise CannotOpen
        try:
            return AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], context)
        except InvalidTag:
            raise CannotOpen from None

    def key_id(self, sealed: bytes) -> str:
        """Return which key sealed the bytes: what a rotation looks for."""
        return sealed[1 : 1 + sealed[0]].decode()


@dataclass(frozen=True, slots=True)
class BlindIndex:
    """Finds a row by a value that the database never sees."""

    ring: KeyRing

    def newest(self, value: str, purpose: str) -> bytes:
        """Return the index of `value` under the newest key; what new rows are written with."""
        return self._under(self.ring.newest_id, value, purpose)

    def all(self, value: str, purpose: str) -> list[bytes]:
        """Return the index of `value` under every live key; what a look-up searches for."""
        return [self._under(key_id, value, purpose) for key_id in self.ring.keys]

    def _under(self, key_id: str, value: str, purpose: str) -> bytes:
        message = f"{purpose}|{value}".encode()
        return hmac.new(self.ring.keys[key_id], message, hashlib.sha256).digest()
