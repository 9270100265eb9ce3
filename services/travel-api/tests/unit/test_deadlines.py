from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travel_api.domain.deadlines import last_day_to_complain


def no_holiday(_day: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("notified_on", "last_day"),
    [
        (date(2026, 3, 2), date(2026, 3, 30)),
        (date(2026, 3, 6), date(2026, 4, 3)),
        (date(2026, 3, 7), date(2026, 4, 6)),
        (date(2026, 3, 8), date(2026, 4, 6)),
    ],
)
def test_four_weeks_and_then_the_next_working_day(notified_on, last_day):
    assert last_day_to_complain(notified_on, no_holiday) == last_day


def test_easter_is_passed_over():
    easter = {date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)}
    assert last_day_to_complain(date(2026, 3, 5), easter.__contains__) == date(2026, 4, 7)


@given(st.dates(date(2016, 1, 1), date(2040, 1, 1)))
def test_never_less_than_four_weeks_and_never_on_a_weekend(notified_on):
    last_day = last_day_to_complain(notified_on, no_holiday)
    assert timedelta(28) <= last_day - notified_on <= timedelta(30)
    assert last_day.weekday() < 5
