"""Thirty days, and the reminders before them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from access_api.domain.deadlines import Notice, decide_before, notices, working_day_before

EASTER_2026 = {date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)}


def days(received_on, holidays=frozenset()):
    return {due.notice: due.on for due in notices(received_on, holidays.__contains__)}


def test_35_a_case_has_thirty_calendar_days():
    assert decide_before(date(2026, 2, 1)) == date(2026, 3, 3)


def test_35_reminders_come_on_day_20_and_27_and_the_alarm_when_the_last_day_is_over():
    assert days(date(2026, 6, 1)) == {
        Notice.DAY_20: date(2026, 6, 19),
        Notice.DAY_27: date(2026, 6, 26),
        Notice.BREACH: date(2026, 7, 2),
    }


def test_35_a_reminder_in_the_easter_holiday_comes_before_it():
    assert days(date(2026, 3, 15), EASTER_2026)[Notice.DAY_20] == date(2026, 4, 1)


@given(st.dates(date(2020, 1, 1), date(2045, 1, 1)), st.sets(st.integers(0, 40), max_size=9))
def test_35_reminders_are_never_late_and_always_on_a_working_day(received_on, days_off):
    holidays = {received_on + timedelta(days=offset) for offset in days_off}
    for notice, limit in ((Notice.DAY_20, 20), (Notice.DAY_27, 27)):
        on = days(received_on, holidays)[notice]
        assert on <= received_on + timedelta(days=limit)
        assert on.weekday() < 5
        assert on not in holidays


def test_a_working_day_stays_where_it_is():
    assert working_day_before(date(2026, 6, 1), set().__contains__) == date(2026, 6, 1)
