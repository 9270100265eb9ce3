"""How a caller that is not let through is told to show who it is (RFC 6750, RFC 9449)."""

from dataclasses import dataclass

from gateway.proofs import ALGORITHMS, WrongKey, WrongProof
from gateway.refusals import Header, Refusal


@dataclass(frozen=True, slots=True)
class Challenges:
    """Refusals that name the schemes a token may be sent with.

    Attributes:
        with_proofs: whether some issuer's tokens are bound to keys.
    """

    with_proofs: bool

    def token_needed(self) -> Refusal:
        """Return the refusal of a request without a token."""
        return Refusal("not-authenticated", "An access token is needed.", self._field())

    def invalid_token(self) -> Refusal:
        """Return the refusal of a token that is not good; it does not say why."""
        return self._invalid("The token is not accepted.")

    def proof_needed(self) -> Refusal:
        """Return the refusal of a bound token that is sent as if it were not."""
        return self._invalid("The token is bound to a key: send it as DPoP, with a proof.")

    def insufficient_scope(self, why: str) -> Refusal:
        """Return the refusal of a caller that may not do this."""
        return Refusal("not-allowed", why, self._field("insufficient_scope"))

    def wrong_proof(self, wrong: WrongProof) -> Refusal:
        """Return the refusal of a proof."""
        error = "invalid_token" if isinstance(wrong, WrongKey) else "invalid_dpop_proof"
        field = (b"www-authenticate", _with_proof(error).encode())
        return Refusal("invalid-proof", str(wrong), field)

    def _invalid(self, detail: str) -> Refusal:
        return Refusal("not-authenticated", detail, self._field("invalid_token"))

    def _field(self, error: str = "") -> Header:
        bearer = f'Bearer error="{error}"' if error else "Bearer"
        schemes = (bearer, _with_proof(error)) if self.with_proofs else (bearer,)
        return (b"www-authenticate", ", ".join(schemes).encode())


def _with_proof(error: str) -> str:
    reason = f'error="{error}", ' if error else ""
    return f'DPoP {reason}algs="{" ".join(ALGORITHMS)}"'
