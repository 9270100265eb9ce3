"""Questions of the login system and their answers: nothing but what it must know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from access_api.storage.lookups import AccessStatus
from access_api.use_cases.block_changes import Changes
from service_kit.wire import NationalId, Request, Response


class StatusLookupIn(Request):
    """Who is logging in."""

    national_id: NationalId


class StatusLookupOut(Response):
    """Whether the access is blocked. Treat anything but a well-formed `false` as blocked."""

    blocked: bool
    since: datetime | None
    version: int = Field(description="Version of the whole set of blocks; it only rises")


class StatusLookupBatchIn(Request):
    """Many people, to compare a replica with."""

    national_ids: Annotated[list[NationalId], Field(min_length=1, max_length=1000)]


class StatusLookupBatchOut(Response):
    """One answer for each number, in the order asked, all of one version."""

    items: Sequence[StatusLookupOut]


class BlockChangeOut(Response):
    """Somebody's access was blocked or reopened."""

    version: int
    blocked: bool
    at: datetime
    subjects: Sequence[str] = Field(
        description="HMAC-SHA256 in hexadecimal digits of each identity number the person has "
        "had, under the key shared with this receiver"
    )


class BlockChangesOut(Response):
    """Changes in the order of their versions."""

    items: Sequence[BlockChangeOut]
    version: int = Field(description="Version of the whole set now; ask again until it is reached")


def status_out(status: AccessStatus) -> StatusLookupOut:
    """Return one answer."""
    return StatusLookupOut(blocked=status.blocked, since=status.since, version=status.version)


def changes_out(changes: Changes) -> BlockChangesOut:
    """Return one page of changes."""
    items = [
        BlockChangeOut(
            version=item.version, blocked=item.blocked, at=item.since, subjects=item.subjects
        )
        for item in changes.items
    ]
    return BlockChangesOut(items=items, version=changes.version)
