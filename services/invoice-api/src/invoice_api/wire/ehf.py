"""The body of a request that is an electronic invoice: XML, taken as bytes."""

from typing import Annotated, Any, Final

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

_XML_TYPES: Final = ("application/xml", "text/xml")

EHF_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "A UBL 2.1 Invoice or CreditNote, bare or in a StandardBusinessDocument. "
        "A document type declaration is refused.",
        "content": {"application/xml": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""`openapi_extra` of a route that takes an `EhfBody`."""


async def _ehf_body(request: Request) -> bytes:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not (media_type in _XML_TYPES or media_type.endswith("+xml")):
        raise HTTPException(415)
    return await request.body()


EhfBody = Annotated[bytes, Depends(_ehf_body)]
"""Parameter of a route that takes an electronic invoice."""
