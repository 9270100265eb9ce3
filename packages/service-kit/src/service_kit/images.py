"""Makes a harmless picture of whatever was uploaded as one: pixels in, pixels out, nothing else.

`python -I -m service_kit.images` reads an upload from its input and writes the new image to its
output. Decoders of strangers' images are where bugs are exploited, so they run in this process of
their own, with little memory and little time. What hides in an image beside its pixels (place,
camera, thumbnail, comments, appended files) does not survive.
"""

import io
import math
import resource
import sys
from typing import Final

from PIL import Image, ImageOps

PIXELS: Final = 25_000_000
"""What one image may need in memory: about 300 MB, with transparency."""
LONGEST_SIDE: Final = 12_000
SECONDS: Final = 20
_MEMORY: Final = 640 * 1024**2
_SHARP_ENOUGH: Final = (2_480, 2_480)
"""An A4 page at 300 dots an inch. A JPEG twice as large in both directions is read at half size."""
_QUALITY: Final = 88


def redraw(upload: bytes) -> bytes:
    """Return a JPEG or PNG drawn anew in its own format: upright, on white, without metadata.

    Raises:
        ValueError: more pixels than allowed.
        OSError: not an image, or a broken one.
    """
    with Image.open(io.BytesIO(upload), formats=["JPEG", "PNG"]) as image:
        file_format = image.format
        image.draft("RGB", _SHARP_ENOUGH)
        if math.prod(image.size) > PIXELS or max(image.size) > LONGEST_SIDE:
            raise ValueError("too many pixels")
        ImageOps.exif_transpose(image, in_place=True)
        fresh = Image.new("RGB", image.size, "white")
        if image.has_transparency_data:
            layer = image.convert("RGBA")
            fresh.paste(layer, mask=layer)
        else:
            fresh.paste(image if image.mode == "RGB" else image.convert("RGB"))
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
