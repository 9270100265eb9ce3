"""Complaints: received whenever they come, dismissed only when they come late.

A complaint goes to the office that decided. It changes its decision, or sends the complaint on to
the county governor; one that comes after the deadline may be dismissed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from travel_api.domain.claims import Step, TravelRefusal


class ComplaintStatus(StrEnum):
    """What has become of a complaint."""

    RECEIVED = "received"
    CHANGED = "changed"
    FORWARDED = "forwarded"
    DISMISSED = "dismissed"


class ComplaintInTime(TravelRefusal):
    """A complaint that came in time is never dismissed for being late."""

    def __init__(self) -> None:
        super().__init__("The complaint came in time and cannot be dismissed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A complaint about one decision.

    Attributes:
        complaint_id: its identifier.
        decision_no: the decision it is about.
        received_on: the day it came.
        in_time: whether that was before the deadline ran out.
        status: what has become of it.
        answer: the handler's ground, when it has been answered.
    """

    complaint_id: UUID
    decision_no: int
    received_on: date
    in_time: bool
    status: ComplaintStatus
    answer: str | None


def is_in_time(received_on: date, last_day: date) -> bool:
    """Tell whether a complaint came in time; the last day counts.

    >>> is_in_time(date(2026, 3, 30), date(2026, 3, 30))
    True
    """
    return received_on <= last_day


def step_of_answer(complaint: Complaint, status: ComplaintStatus) -> Step:
    """Return what a handler's answer does to the claim.

    Raises:
        ComplaintInTime: a complaint that came in time would be dismissed.
    """
    if status is not ComplaintStatus.DISMISSED:
        return Step.FORWARD
    if complaint.in_time:
        raise ComplaintInTime
    return Step.DISMISS
