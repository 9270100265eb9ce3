"""What answers say of an operation that is to go (RFC 9745, RFC 8594)."""

from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from contracts.scopes import Operation
from gateway.refusals import Header


def notice_of(operation: Operation) -> tuple[Header, ...]:
    """Return the header fields that tell clients of the end of `operation`, if it has one."""
    known = operation.deprecation
    if known is None:
        return ()
    sunset = format_datetime(_beginning(known.sunset), usegmt=True)
    return (
        (b"deprecation", b"@%d" % _beginning(known.since).timestamp()),
        (b"sunset", sunset.encode()),
        (b"link", b'<%b>; rel="deprecation"; type="text/html"' % known.guide.encode("ascii")),
    )


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
