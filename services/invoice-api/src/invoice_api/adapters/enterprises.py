"""Asks Enhetsregisteret which form an enterprise has."""

import logging
from typing import Final

import httpx

_log = logging.getLogger(__name__)
_KNOWN_ABSENT: Final = frozenset({404, 410})


class EnterpriseRegister:
    """The register of enterprises over HTTP. An answer that is not understood is no answer."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def form_of(self, organisation_number: str) -> str | None:
        """Return the form of an enterprise, such as `ENK`, or `None` when it cannot be learnt."""
        try:
            answer = await self._client.get(f"enterprises/{organisation_number}")
            if answer.status_code in _KNOWN_ABSENT:
                return None
            answer.raise_for_status()
            return str(answer.json()["organisasjonsform"]["kode"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            _log.warning("Enhetsregisteret gave no answer", extra={"error": type(error).__name__})
            return None
