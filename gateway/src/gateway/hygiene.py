"""What a request's head must be like, and what of it goes on to a service.

Nothing is repaired: a head that two servers could read differently is refused. Only header fields
on a list go on, so whatever a client invents to pose as somebody else ends here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from gateway.refusals import Header, Refusal, malformed

FORWARDED: Final = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"content-digest",
        b"content-encoding",
        b"content-language",
        b"content-type",
        b"idempotency-key",
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-unmodified-since",
        b"prefer",
        b"range",
        b"user-agent",
        b"webhook-id",
        b"webhook-signature",
        b"webhook-timestamp",
    }
)
"""Request header fields a service may see. Everything else stays here."""

HOP_BY_HOP: Final = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
ONCE: Final = frozenset(
    {
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"dpop",
        b"expect",
        b"host",
        b"idempotency-key",
        b"origin",
        b"transfer-encoding",
    }
)
INTERIM_STATUSES: Final = range(100, 200)
FINAL_STATUSES: Final = range(200, 600)
_ESSENTIAL: Final = frozenset({b"authorization", b"content-length", b"content-type", b"host"})
_NOT_PASSED_ON: Final = HOP_BY_HOP | {b"date", b"server", b"x-request-id"}
_READ_HERE: Final = ONCE | {b"connection", b"traceparent", b"tracestate", b"upgrade"}
_PATH: Final = re.compile(rb"/[A-Za-z0-9\-._~!$&'()*+,;=:@/%]*")
_TRICK: Final = re.compile(
    rb"//|/\.{1,2}(?:[/;]|$)|%(?![0-9a-f]{2})|%(?:[01][0-9a-f]|25|2[ef]|5c|7f)", re.IGNORECASE
)
_QUERY: Final = re.compile(rb"(?:[!$&-;=?-\[\]-~]|%(?!00))*")
_HOST: Final = re.compile(rb"(?:[A-Za-z0-9._~-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_ABSOLUTE: Final = re.compile(rb"https?://([^/?]*)(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class HeadLimits:
    """How large a request's head may be."""

    size: int = 32_768
    fields: int = 100
    target: int = 8_192

    @property
    def quick(self) -> int:
        """Bytes below which a head cannot break any of these but the number of fields."""
        return min(self.size, self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A request's head after inspection: what goes on, and what the gateway itself reads."""

    kept: tuple[Header, ...]
    authorization: bytes | None
    proof: bytes | None
    traceparent: bytes | None
    origin: bytes | None
    content_length: int | None
    chunked: bool
    expects: bool

    @property
    def has_body(self) -> bool:
        """Whether a body follows."""
        return self.chunked or bool(self.content_length)


def check_target(path: bytes, query: bytes) -> None:
    """Refuse a target that could mean different things to different servers."""
    if not _PATH.fullmatch(path) or (_may_trick(path) and _TRICK.search(path)):
        raise malformed("The path holds something that could be read in two ways.")
    if query and not _QUERY.fullmatch(query):
        raise malformed("The query holds a character that must be encoded.")


def _may_trick(path: bytes) -> bool:
    """Tell quickly of most paths that there is no trick in them."""
    return b"%" in path or b"/." in path or b"//" in path


def origin_form(target: bytes, hosts: Iterable[bytes]) -> bytes:
    """Return `target` as path and query; an absolute one must name the same host as Host does."""
    if target.startswith(b"/"):
        return target
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is None:
        raise malformed("The request target is neither a path nor an address of this API.")
    if [absolute[1].lower()] != [host.lower() for host in hosts]:
        raise malformed("The request target and Host name different hosts.")
    rest = absolute[2]
    return rest if rest.startswith(b"/") else b"/" + rest


def check_size(target: bytes, headers: list[Header], limits: HeadLimits) -> None:
    """Refuse a head that is too large."""
    if len(headers) > limits.fields:
        raise Refusal("headers-too-large", f"At most {limits.fields} fields.", close=True)
    size = len(target) + sum(len(name) + len(value) + 4 for name, value in headers)
    if len(target) > limits.target or size > limits.size:
        raise Refusal("headers-too-large", f"At most {limits.size} bytes.", close=True)


def read_head(headers: Iterable[Header]) -> Head:
    """Return what is to be known of a request's header fields, names in lower case.

    Raises:
        Refusal: they are ambiguous, or ask for something the gateway does not do.
    """
    kept: list[Header] = []
    own: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _READ_HERE:
            if name in ONCE and name in own:
                raise malformed(f"{name.decode()} is given more than once.")
            own[name] = own[name] + b"," + value if name in own else value
        if name in FORWARDED:
            kept.append((name, value))
    check_host(own.get(b"host"))
    _check_framing(own)
    nominated = own.get(b"connection")
    if nominated is not None:
        dropped = {token.strip() for token in nominated.lower().split(b",")}
        if dropped & _ESSENTIAL:
            raise malformed("Connection names a field without which this is another request.")
        kept = [field for field in kept if field[0] not in dropped]
    return Head(
        kept=tuple(kept),
        authorization=own.get(b"authorization"),
        proof=own.get(b"dpop"),
        traceparent=own.get(b"traceparent"),
        origin=own.get(b"origin"),
        content_length=_length(own.get(b"content-length")),
        chunked=b"transfer-encoding" in own,
        expects=b"expect" in own,
    )


def check_host(host: bytes | None) -> None:
    """Refuse a request without a host, or with one that is none."""
    if host is None or not _HOST.fullmatch(host):
        raise malformed("Exactly one valid Host is needed.")


def _check_framing(own: Mapping[bytes, bytes]) -> None:
    coding = own.get(b"transfer-encoding")
    if coding is not None:
        check_coding(coding)
        if b"content-length" in own:
            raise malformed("The length of the body is given in two ways.")
    if b"upgrade" in own:
        raise Refusal("not-implemented", "No other protocol is spoken here.", close=True)
    if own.get(b"expect", b"100-continue").lower() != b"100-continue":
        raise malformed("The only expectation that can be met is 100-continue.")


def check_coding(coding: bytes) -> None:
    """Refuse a transfer coding other than the one everybody reads alike."""
    if coding.lower() != b"chunked":
        raise Refusal("not-implemented", "The only transfer coding is chunked.", close=True)


def _length(value: bytes | None) -> int | None:
    if value is None:
        return None
    if not value.isdigit() or len(value) > 15:  # noqa: PLR2004  a petabyte
        raise malformed("Content-Length is no length.")
    return int(value)


def is_plain_answer(status: int, fields: list[Header]) -> bool:
    """Tell whether a service's answer is a final one whose end everybody finds alike."""
    codings = [value.lower() for name, value in fields if name == b"transfer-encoding"]
    return status in FINAL_STATUSES and codings in ([], [b"chunked"])


def answer_fields(fields: list[Header]) -> list[Header]:
    """Return the header fields of a service's answer that go on; names are in lower case."""
    nominated = [value for name, value in fields if name == b"connection"]
    if not nominated or nominated in ([b"close"], [b"keep-alive"]):
        return [field for field in fields if field[0] not in _NOT_PASSED_ON]
    named = {token.strip().lower() for value in nominated for token in value.split(b",")}
    dropped = _NOT_PASSED_ON | (named - {b"content-length"})
    return [field for field in fields if field[0] not in dropped]
