"""Argon2id of codes, with a pepper kept apart from the database, off the event loop."""

import asyncio
import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from access_api.domain.codes import Code, KeptCode
from service_kit.sealing import KeyRing

_MEMORY_KIB: Final = 8 * 1024
_PASSES: Final = 1
_LENGTH: Final = 32
_SALT_BYTES: Final = 16
_THREADS: Final = 2


@dataclass(frozen=True, slots=True)
class CodeHasher:
    """Makes and compares hashes of codes.

    A code is compared in the same time whether or not there is one to compare it with. A pepper
    that is no longer known fails every comparison.
    """

    peppers: KeyRing
    threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_THREADS, "argon2id")
    )

    async def keep(self, code: Code, code_id: UUID) -> KeptCode:
        """Return what is kept of `code`."""
        salt = secrets.token_bytes(_SALT_BYTES)
        pepper_id = self.peppers.newest_id
        digest = await self._hash(code.reveal(), salt, self.peppers.keys[pepper_id], code_id)
        return KeptCode(code_id, salt, digest, pepper_id)

    async def matches(self, spoken: str, kept: KeptCode | None) -> bool:
        """Tell whether `spoken` is the kept code. Without one the same work is done in vain."""
        pepper = self.peppers.keys.get(kept.pepper_id) if kept else None
        salt = kept.salt if kept else bytes(_SALT_BYTES)
        code_id = kept.code_id if kept else uuid4()
        digest = await self._hash(spoken, salt, pepper or bytes(_LENGTH), code_id)
        same = hmac.compare_digest(digest, kept.hash if kept else bytes(_LENGTH))
        return same and pepper is not None

    async def _hash(self, digits: str, salt: bytes, pepper: bytes, code_id: UUID) -> bytes:
        kdf = Argon2id(
            salt=salt,
            length=_LENGTH,
            iterations=_PASSES,
            lanes=1,
            memory_cost=_MEMORY_KIB,
            ad=code_id.bytes,
            secret=pepper,
        )
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, kdf.derive, digits.encode())
