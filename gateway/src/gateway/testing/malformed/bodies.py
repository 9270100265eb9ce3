"""Bodies whose end can be read in two ways."""

from typing import Final

from gateway.testing.malformed.case import (
    ABC,
    CHUNKED,
    HIDDEN,
    case,
    coded,
    get,
    in_pieces,
    long,
    post,
)

LENGTH: Final = (
    case("Content-Length and chunked", 400, post(CHUNKED, "Content-Length: 3", body=ABC)),
    case(
        "Content-Length before chunked, a request within",
        400,
        post("Content-Length: 5", CHUNKED, body=b"0\r\n\r\n" + HIDDEN),
    ),
    case(
        "two differing Content-Length",
        400,
        post("Content-Length: 3", "Content-Length: 0", body=b"abc"),
    ),
    case(
        "two equal Content-Length",
        400,
        post("Content-Length: 3", "Content-Length: 3", body=b"abc"),
    ),
    case("Content-Length: 3, 3", 400, long(" 3, 3")),
    case("Content-Length: +3", 400, long(" +3")),
    case("Content-Length: -3", 400, long(" -3")),
    case("Content-Length: 0x3", 400, long(" 0x3")),
    case("Content-Length: 3_0", 400, long(" 3_0")),
    case("Content-Length: 3 0", 400, long(" 3 0")),
    case("Content-Length without a value", 400, long("")),
    case("Content-Length above 64 bits", 400, long(" 18446744073709551619")),
    case("Content-Length with a vertical tab", 400, long(" \x0b3")),
    case(
        "Content_Length",
        200,
        post("Content_Length: 3"),
        reason="the field is dropped, as nginx does",
    ),
    case(
        "Content-Length named in Connection",
        400,
        post("Connection: content-length", "Content-Length: 3", body=b"abc"),
    ),
    case("GET with a body", 200, get("Content-Length: 3") + b"abc"),
    case("GET with a request as its body", 200, get(f"Content-Length: {len(HIDDEN)}") + HIDDEN),
)
CODING: Final = (
    case("xchunked", 501, coded(" xchunked")),
    case("gzip, chunked", 501, coded(" gzip, chunked")),
    case("chunked, identity", 400, coded(" chunked, identity")),
    case("identity", 501, coded(" identity")),
    case("chunked twice in a field", 400, coded(" chunked, chunked")),
    case("chunked twice in two fields", 400, post(CHUNKED, CHUNKED, body=ABC)),
    case(
        "chunked, then gzip in a second field",
        400,
        post(CHUNKED, "Transfer-Encoding: gzip", body=ABC),
    ),
    case("chunked with a parameter", 501, coded(" chunked;q=1")),
    case("chunked and a comma", 400, coded(" chunked,")),
    case("a comma and chunked", 501, coded(" ,chunked")),
    case("chunked in quotes", 501, coded(' "chunked"')),
    case("chunked after a vertical tab", 400, coded(" \x0bchunked")),
    case("Transfer-Encoding without a value", 400, coded("")),
    case("space before the colon", 400, post("Transfer-Encoding : chunked", body=ABC)),
    case(
        "CHUNKED after a tab",
        200,
        coded("\tCHUNKED"),
        reason="a tab before a value is white space (RFC 9112, 5)",
    ),
)
CHUNKS: Final = (
    case("size that is no number", 400, coded(" chunked", b"xyz\r\nabc\r\n0\r\n\r\n")),
    case("size 0x3", 400, coded(" chunked", b"0x3\r\nabc\r\n0\r\n\r\n")),
    case("size +3", 400, coded(" chunked", b"+3\r\nabc\r\n0\r\n\r\n")),
    case("size -3", 400, coded(" chunked", b"-3\r\nabc\r\n0\r\n\r\n")),
    case("size after a space", 400, coded(" chunked", b" 3\r\nabc\r\n0\r\n\r\n")),
    case("size before a space", 400, coded(" chunked", b"3 \r\nabc\r\n0\r\n\r\n")),
    case("no size", 400, coded(" chunked", b"\r\nabc\r\n0\r\n\r\n")),
    case("size above 64 bits", 400, coded(" chunked", b"10000000000000003\r\nabc\r\n0\r\n\r\n")),
    case("size ended by a bare line feed", 400, coded(" chunked", b"3\nabc\r\n0\r\n\r\n")),
    case("data ended by a bare line feed", 400, coded(" chunked", b"3\r\nabc\n0\r\n\r\n")),
    case("data longer than its size", 400, coded(" chunked", b"3\r\nabcd\r\n0\r\n\r\n")),
    case("extension", 200, coded(" chunked", b"3;a=b\r\nabc\r\n0\r\n\r\n")),
    case("extension ended by a bare line feed", 400, coded(" chunked", b"3;a\nabc\r\n0\r\n\r\n")),
    case(
        "extension with a bare carriage return",
        400,
        coded(" chunked", b"3;a\rb\r\nabc\r\n0\r\n\r\n"),
    ),
    case(
        "extension with a control character",
        400,
        coded(" chunked", b"3;a\x01\r\nabc\r\n0\r\n\r\n"),
    ),
    case("endless extension", 431, *in_pieces(coded(" chunked", b"3;" + b"a" * 400_000))),
    case(
        "trailer Content-Length",
        400,
        coded(
            " chunked",
            b"3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n",
        ),
    ),
    case(
        "trailers Host, Authorization",
        200,
        coded(" chunked", b"3\r\nabc\r\n0\r\nHost: b\r\nAuthorization: Bearer x\r\n\r\n"),
    ),
    case("trailer that is none", 400, coded(" chunked", b"3\r\nabc\r\n0\r\nno colon\r\n\r\n")),
    case(
        "endless trailers",
        431,
        *in_pieces(coded(" chunked", b"3\r\nabc\r\n0\r\n" + b"X-A: a\r\n" * 50_000)),
    ),
    case(
        "endless trailer",
        431,
        *in_pieces(coded(" chunked", b"3\r\nabc\r\n0\r\nX-A: " + b"a" * 400_000)),
    ),
)
