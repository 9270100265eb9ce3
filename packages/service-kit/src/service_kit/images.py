"""Makes a harmless picture of whatever was uploaded as one: pixels in, pixels out, nothing else.

`python -I -m service_kit.images` reads an upload from its input and writes the new image to its
output. Decoders of strangers' images are where bugs are exploited, so they run in this process of
their own, with little memory and little time. What hides in an image beside its pixels (place,
camera, thumbnail, comments, appended files) does not survive.
"""

import io
import resource
import sys
from typing import Final

from PIL import Image, ImageOps

PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 12_000
SECONDS: Final = 20
_MEMORY: Final = 1024**3
_QUALITY: Final = 88


def redraw(upload: bytes) -> bytes:
    """Return a JPEG or PNG drawn anew in its own format: upright, on white, without metadata.

    Raises:
        ValueError: more pixels than allowed.
        OSError: not an image, or a broken one.
    """
    with Image.open(io.BytesIO(upload), formats=["JPEG", "PNG"]) as image:
        file_format, (width, height) = image.format, image.size
        if width * height > PIXELS or max(width, height) > LONGEST_SIDE:
            raise ValueError("too many pixels")
        upright = ImageOps.exif_transpose(image)
    fresh = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        fresh.paste(layer, mask=layer)
    else:
        fresh.paste(upright.convert("RGB"))
    drawn = io.BytesIO()
    fresh.save(drawn, file_format, quality=_QUALITY)
    return drawn.getvalue()


def main() -> None:
    """Redraw what comes in, within limits that the operating system keeps."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(redraw(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
