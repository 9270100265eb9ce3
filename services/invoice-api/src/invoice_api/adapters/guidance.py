"""Reads where to reach Helseklage and where complaints go, as shipped with the service."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from pydantic import TypeAdapter

from contracts.public_holidays import public_holidays
from contracts.vocabulary import Text
from invoice_api.adapters.catalogue import read_shipped
from invoice_api.domain.catalogue.guidance import (
    ComplaintBody,
    ComplaintGuide,
    ContactPoint,
    Elsewhere,
)
from invoice_api.domain.catalogue.hours import Opening, opening


@cache
def contact_points() -> Sequence[ContactPoint]:
    """Return every way to reach Helseklage."""
    return TypeAdapter(tuple[ContactPoint, ...]).validate_python(
        [
            {**entry, "text": {"nb": entry["nb"], "en": entry["en"]}}
            for entry in read_shipped("contact.yaml")["points"]
        ]
    )


def switchboard(on: date) -> Opening:
    """Return when the switchboard answers on a day."""
    return opening(on, public_holidays(on.year))


@cache
def complaint_guide() -> ComplaintGuide:
    """Return where complaints go."""
    shipped = read_shipped("complaints.yaml")
    return ComplaintGuide(
        bodies=TypeAdapter(tuple[ComplaintBody, ...]).validate_python(shipped["bodies"]),
        elsewhere=tuple(
            Elsewhere(entry["key"], entry["name"], Text(nb=entry["nb"], en=entry["en"]))
            for entry in shipped["elsewhere"]
        ),
        direct=Text(nb=shipped["direct"]["nb"], en=shipped["direct"]["en"]),
        known=Text(nb=shipped["known"]["nb"], en=shipped["known"]["en"]),
    )
