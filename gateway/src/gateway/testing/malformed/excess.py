"""Requests that are too large or too slow."""

from collections.abc import Mapping
from typing import Final

from gateway.testing.malformed.case import case, coded, get, in_pieces, post

TINY_PATIENCE: Final[Mapping[str, float]] = {"head_s": 0.3, "body_pause_s": 0.3}
"""Settings under which slow requests are found out quickly."""
PAUSE_S: Final = 0.1
"""Pause between the pieces of a slow request."""
SIZES: Final = (
    case("field of 64 kB", 431, get("X-A: " + "a" * 65_536)),
    case("field of 64 kB in pieces", 431, *in_pieces(get("X-A: " + "a" * 65_536))),
    case("field name of 64 kB", 431, get("a" * 65_536 + ": 1")),
    case("head without an end", 431, *in_pieces(get("X-A: " + "a" * 400_000)[:-4])),
    case("1,000 fields", 431, get(*["X-A: 1"] * 1_000)),
    case("300 fields", 431, get(*["X-A: 1"] * 300)),
    case("target of 64 kB", 431, get(target="/travel/v1/rules/echo?" + "a" * 65_536)),
    case("target of 9 kB", 431, get(target="/travel/v1/rules/echo?" + "a" * 9_000)),
    case("empty lines without an end", 431, *in_pieces(b"\r\n" * 200_000)),
)
TIMES: Final = (
    case("head that stops", 408, get()[:-10]),
    case("head byte by byte", 408, *in_pieces(get("X-A: " + "a" * 80), 1)),
    case("body that stops", 408, post("Content-Length: 100", body=b"half")),
    case("body byte by byte", 408, post("Content-Length: 100"), *in_pieces(b"a" * 100, 1)),
    case("chunks byte by byte", 408, coded(" chunked", b""), *in_pieces(b"1\r\na\r\n" * 20, 6)),
    case(
        "trailers byte by byte",
        408,
        coded(" chunked", b"0\r\n"),
        *in_pieces(b"X-A: 1\r\n" * 20, 1),
    ),
)
