"""What a file that somebody uploaded is, found from its bytes, and made safe to keep.

Images are redrawn in a process of their own that has no environment and no secrets. PDFs are kept
as they are and never rendered here.
"""

import asyncio
import sys
import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from service_kit import images
from service_kit.problems import Unavailable

PDF: Final = "application/pdf"
_BEGINNINGS: Final[Mapping[bytes, str]] = MappingProxyType(
    {b"%PDF-": PDF, b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
)
MEDIA_TYPES: Final = tuple(_BEGINNINGS.values())
"""What can be uploaded."""

_TAIL: Final = 1024
_REDRAWING: Final = threading.BoundedSemaphore(2)


class UnsupportedFile(Exception):
    """The bytes are of no type that can be uploaded, or of another type than stated."""

    def __init__(self) -> None:
        super().__init__("Send a PDF, JPEG or PNG, and state in Content-Type which one it is.")


class UnreadableFile(Exception):
    """The file is broken, cut short, or larger in pixels than can be read."""

    def __init__(self) -> None:
        detail = "The file is broken, or has more pixels than can be read."
        super().__init__(detail)
        fault = {"location": "body", "pointer": "", "code": "unreadable_file", "detail": detail}
        self.extra = {"errors": [fault]}


async def examined(upload: bytes, content_type: str) -> tuple[str, bytes]:
    """Return the media type of `upload` and the bytes to keep of it.

    Raises:
        UnsupportedFile: not a type that can be uploaded, or not the one stated.
        UnreadableFile: broken, cut short, too many pixels, or it took too long.
        Unavailable: as many images are being redrawn as may be at once.
    """
    media_type = next((kind for start, kind in _BEGINNINGS.items() if upload.startswith(start)), "")
    if not media_type or content_type.partition(";")[0].strip().lower() != media_type:
        raise UnsupportedFile
    if media_type != PDF:
        return media_type, await _redrawn(upload)
    if b"%%EOF" not in upload[-_TAIL:]:
        raise UnreadableFile
    return media_type, upload


async def _redrawn(image: bytes) -> bytes:
    if not _REDRAWING.acquire(blocking=False):
        raise Unavailable(images.SECONDS)
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", images.__name__),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        return await _output_of(process, image)
    finally:
        _REDRAWING.release()


async def _output_of(process: asyncio.subprocess.Process, image: bytes) -> bytes:
    try:
        drawn, _ = await asyncio.wait_for(process.communicate(image), images.SECONDS)
    except TimeoutError:
        raise UnreadableFile from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise UnreadableFile
    return drawn
