"""Requests that differ from the one before in their first line and body alone.

Clients that keep a connection often send the same header fields again. A parser that has read a
block of fields once, from the end of a first line to the blank line, reads the same bytes after
another first line the same way; so nothing is learnt from a second look.
"""

import re
from typing import Final, NamedTuple

_END: Final = b"\r\n"
_BLANK: Final = b"\r\n\r\n"
_FIRST_LINE: Final = re.compile(rb"(DELETE|GET|POST) (/[!-~]*) HTTP/1\.1")


class Repetition(NamedTuple):
    """What is new in a request.

    Attributes:
        method: its method.
        target: its target.
        body: its body.
    """

    method: bytes
    target: bytes
    body: bytes


def block_of(data: bytes) -> bytes:
    """Return the block of fields of the request `data` begins with; nothing when it is not plain.

    `data` must have been read by a parser that had just finished with another request, or none.
    """
    line_ends, fields_end = data.find(_END), data.find(_BLANK)
    if fields_end < 0 or not _FIRST_LINE.fullmatch(data, 0, line_ends):
        return b""
    return data[line_ends : fields_end + len(_BLANK)]


def repetition(data: bytes, block: bytes, length: int) -> Repetition | None:
    r"""Return what is new in a whole request with the fields of `block`, or None if it is not one.

    >>> block = block_of(b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
    >>> repetition(b"GET /b HTTP/1.1\r\nHost: a\r\n\r\n", block, 0)
    Repetition(method=b'GET', target=b'/b', body=b'')
    >>> repetition(b"GET /b HTTP/1.1\r\nHost: b\r\n\r\n", block, 0)

    Args:
        data: bytes that a client has sent after the end of another request.
        block: fields that were read before.
        length: length of the body, as they give it.
    """
    line_ends = data.find(_END)
    body_begins = line_ends + len(block)
    if len(data) - body_begins != length or not data.startswith(block, line_ends):
        return None
    line = _FIRST_LINE.fullmatch(data, 0, line_ends)
    return Repetition(line[1], line[2], data[body_begins:]) if line else None
