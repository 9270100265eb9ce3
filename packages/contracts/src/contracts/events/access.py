"""Events that access-api publishes."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class BlockChanged(BaseModel):
    """Body of `access.blocked.v1` and `access.reopened.v1`, for the login system.

    Attributes:
        subjects: who it concerns: one HMAC per identity number the person has had, under the key
            shared with this receiver alone.
        since: when the access was blocked or reopened.
        version: version of the whole set of blocks after this change; it only rises.
    """

    model_config = ConfigDict(frozen=True)

    subjects: tuple[str, ...]
    blocked: bool
    since: datetime
    version: int


BlockEventType = Literal["access.blocked.v1", "access.reopened.v1"]
