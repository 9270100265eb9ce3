"""Lets a token that is bound to a key be used only by whoever holds the key, and a proof once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from gateway.challenges import Challenges
from gateway.hygiene import Head
from gateway.proofs import NoRoom, Replays, Shown, WrongProof, check_proof
from gateway.refusals import Refusal
from gateway.tokens import Credentials, Session


class SeenProofs(Protocol):
    """Where proofs that were shown are remembered."""

    async def is_new(self, proof: bytes, now: float) -> bool:
        """Remember a proof and tell whether it had not been seen, or raise `NoRoom`."""


class OwnProofs:
    """Remembers the proofs that were shown to this process."""

    def __init__(self) -> None:
        self._replays = Replays()

    async def is_new(self, proof: bytes, now: float) -> bool:
        """Remember `proof` and tell whether it had not been seen."""
        return self._replays.is_new(proof, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Possession:
    """Checks that callers hold the keys their tokens are bound to.

    Attributes:
        public_url: start of every address clients use.
        challenges: refusals.
        seen: proofs that were shown before.
        clock: seconds since the epoch.
    """

    public_url: str
    challenges: Challenges
    seen: SeenProofs
    clock: Callable[[], float] = time.time

    async def check(
        self, session: Session, given: Credentials, head: Head, method: str, path: str
    ) -> None:
        """Let a token be used for one request.

        Raises:
            Refusal: it is bound to a key and the proof is missing, wrong or not new; or it is not
                bound to any and was sent as if it were.
        """
        if session.bound_to is None:
            if given.scheme != b"bearer":
                raise self.challenges.invalid_token()
            return
        if given.scheme != b"dpop":
            raise self.challenges.proof_needed()
        shown = Shown(given.token, session.bound_to, method, f"{self.public_url}{path}")
        now = self.clock()
        try:
            proof = check_proof(head.proof, shown, now)
            is_new = await self.seen.is_new(proof, now)
        except WrongProof as wrong:
            raise self.challenges.wrong_proof(wrong) from None
        except NoRoom:
            retry = (b"retry-after", b"10")
            raise Refusal("unavailable", "Too many proofs at once.", retry) from None
        if not is_new:
            raise self.challenges.wrong_proof(WrongProof("The proof was used before."))
