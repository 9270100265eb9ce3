"""Looking at the copy of somebody's identification: never without a reason that is written down."""

from enum import StrEnum


class ViewReason(StrEnum):
    """Why a reviewer opens the copy. A word from this list, so that no case content is told."""

    REVIEW = "review"
    """To review the request it came with."""
    SUSPECTED_MISUSE = "suspected_misuse"
    """The request may have been made in somebody else's name."""
    COMPLAINT = "complaint"
    """The person complains about how the request was handled."""
    SUPERVISION = "supervision"
    """A supervisory authority asks."""
