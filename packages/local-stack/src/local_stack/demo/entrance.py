"""The way in: visitors with tokens of their own, each from the issuer of their kind."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from local_stack.environments import CITIZENS, SCOPE_PREFIX, Installation
from local_stack.issuer.proofs import ProofKey

_LIFETIME_S = 3600
_TIMEOUT_S = 30.0


class Unexpected(AssertionError):
    """An answer is not the one a step counts on; the text shows status and problem."""

    def __init__(self, answer: httpx.Response) -> None:
        request = answer.request
        super().__init__(
            f"{request.method} {request.url} answered {answer.status_code}: {answer.text[:2000]}"
        )


@dataclass(frozen=True)
class Visitor:
    """Somebody who calls the suite."""

    client: httpx.AsyncClient
    token: str | None = field(default=None, repr=False)

    async def get(self, path: str, status: int = 200, **options: Any) -> httpx.Response:
        """Read `path` and expect `status`."""
        return await self._call("GET", path, status, {}, options)

    async def post(self, path: str, status: int = 200, **options: Any) -> httpx.Response:
        """Send something to `path` under a key of its own and expect `status`."""
        return await self._call("POST", path, status, {"Idempotency-Key": str(uuid4())}, options)

    async def _call(
        self, method: str, path: str, status: int, headers: dict[str, str], options: dict[str, Any]
    ) -> httpx.Response:
        headers |= options.pop("headers", {})
        answer = await self.send(method, path, headers, options)
        if answer.status_code != status:
            raise Unexpected(answer)
        return answer

    async def send(
        self, method: str, path: str, headers: dict[str, str], options: dict[str, Any]
    ) -> httpx.Response:
        """Send a request; overridden by visitors who do it with something else than httpx."""
        if self.token:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        return await self.client.request(method, path, headers=headers, **options)


@dataclass(frozen=True)
class KeyHolder(Visitor):
    """A visitor whose token is bound to a key, and who proves at each request that it is held."""

    key: ProofKey = field(default_factory=ProofKey, repr=False)

    async def send(
        self, method: str, path: str, headers: dict[str, str], options: dict[str, Any]
    ) -> httpx.Response:
        """Send a request with a proof made for it (DPoP)."""
        address = str(self.client.base_url.join(path))
        proof = self.key.proof(method, address, self.token)
        shown = {"Authorization": f"DPoP {self.token}", "DPoP": proof, **headers}
        return await self.client.request(method, path, headers=shown, **options)


@dataclass(frozen=True)
class Entrance:
    """The gateway, the issuers before it and the outside systems behind it.

    Attributes:
        gateway: speaks to the gateway.
        issuers: speaks to the issuers of tokens.
        sandbox: speaks to the outside systems.
        visitor: how visitors call.
    """

    gateway: httpx.AsyncClient
    issuers: httpx.AsyncClient
    sandbox: httpx.AsyncClient
    visitor: type[Visitor] = Visitor

    def anybody(self) -> Visitor:
        """Return a visitor without a token."""
        return self.visitor(self.gateway)

    async def citizen(self, national_id: str, *scopes: str) -> Visitor:
        """Return a citizen logged in at the highest level by ID-porten."""
        outside = _outside(scopes)
        return await self._visitor(
            "idporten", person=national_id, scope=outside, client_id=CITIZENS, assurance="high"
        )

    async def staff(self, member: UUID, *roles: str) -> Visitor:
        """Return a member of staff with `roles` in Entra ID."""
        return await self._visitor("entra", staff=str(member), roles=list(roles))

    async def organisation(
        self, number: str, *scopes: str, client_id: str = "helsesak-machine"
    ) -> Visitor:
        """Return an organisation's machine with a token of Maskinporten."""
        outside = _outside(scopes)
        return await self._visitor(
            "maskinporten", organisation=number, scope=outside, client_id=client_id
        )

    async def health_organisation(self, number: str, *scopes: str) -> KeyHolder:
        """Return a machine in the health sector with a token of HelseID, bound to its own key."""
        key, at = ProofKey(), "/helseid/token"
        form = {"grant_type": "client_credentials", "organisation": number}
        proof = key.proof("POST", str(self.issuers.base_url.join(at)))
        answer = await self.issuers.post(
            at, data=form | {"scope": _outside(scopes)}, headers={"DPoP": proof}
        )
        if not answer.is_success:
            raise Unexpected(answer)
        return KeyHolder(self.gateway, answer.json()["access_token"], key)

    async def _visitor(self, issuer: str, **wish: Any) -> Visitor:
        asked = {**wish, "expires_in": _LIFETIME_S}
        answer = await self.issuers.post(f"/{issuer}/debug/token", json=asked)
        if not answer.is_success:
            raise Unexpected(answer)
        return self.visitor(self.gateway, answer.json()["access_token"])


@asynccontextmanager
async def entrance_to(
    here: Installation, visitor: type[Visitor] = Visitor
) -> AsyncIterator[Entrance]:
    """Open the way into a running suite, for visitors who call as `visitor` does."""
    async with AsyncExitStack() as opened:
        gateway, issuers, sandbox = [
            await opened.enter_async_context(
                httpx.AsyncClient(base_url=here.url(name), timeout=_TIMEOUT_S, trust_env=False)
            )
            for name in ("gateway", "issuer", "sandbox")
        ]
        yield Entrance(gateway, issuers, sandbox, visitor)


def _outside(scopes: tuple[str, ...]) -> str:
    """Return scopes as an issuer writes them: `helsesak:invoice/submit`."""
    return " ".join(f"{SCOPE_PREFIX}{scope.replace(':', '/', 1)}" for scope in scopes)
