"""National identity numbers at rest: sealed, and found again without being seen."""

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from contracts.identity_numbers import NationalIdentityNumber
from service_kit.sealing import BlindIndex, Sealer

_PURPOSE: Final = "person"

Part = Literal["claimant", "patient"]
"""Whose number it is in a claim."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Seals numbers and indexes them, with the service's keys."""

    index: BlindIndex
    sealer: Sealer
    allow_synthetic: bool

    def indexed(self, number: NationalIdentityNumber) -> bytes:
        """Return what a new row is found by."""
        return self.index.newest(number.reveal(), _PURPOSE)

    def indexes(self, number: NationalIdentityNumber) -> list[bytes]:
        """Return everything an existing row may be found by."""
        return self.index.all(number.reveal(), _PURPOSE)

    def seal(self, number: NationalIdentityNumber, claim_id: UUID, part: Part) -> bytes:
        """Return the number sealed into one column of one claim."""
        return self.sealer.seal(number.reveal().encode(), _context(claim_id, part))

    def open(self, sealed: bytes, claim_id: UUID, part: Part) -> NationalIdentityNumber:
        """Return the number that was sealed there."""
        text = self.sealer.open(sealed, _context(claim_id, part)).decode()
        return NationalIdentityNumber.parse(text, allow_synthetic=self.allow_synthetic)


def _context(claim_id: UUID, part: Part) -> bytes:
    return f"claim.{part}|{claim_id}".encode()
