"""Files as they are answered: to be saved, never to be run."""

from typing import Any, Final

from fastapi import Response

_SAFE: Final = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}


def download(content: bytes, media_type: str, filename: str) -> Response:
    """Return a file under a name of ours; what others call it stays out of headers."""
    disposition = f'attachment; filename="{filename}"'
    headers = {"Content-Disposition": disposition, **_SAFE}
    return Response(content, media_type=media_type, headers=headers)


def file_answer(description: str, media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI `responses` of a route that answers with a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": description, "content": content}}
