"""Norwegian public holidays."""

from collections.abc import Container
from datetime import date

import holidays


def public_holidays() -> Container[date]:
    """Return the public holidays of Norway of any year; Sundays are not counted among them."""
    return holidays.country_holidays("NO", include_sundays=False)
