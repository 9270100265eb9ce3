"""Case numbers, codes and the days they work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_api.domain.case_numbers import case_number, is_case_number, spoken
from access_api.domain.codes import CODE_RANGE, LIVE, Code, CodeStatus, valid_through
from access_api.domain.local_time import end_of, local_day, start_of

CHANCE = st.integers(0, 10**9 - 1)
DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))


@given(CHANCE, st.integers(0, 9), st.integers(1, 9))
def test_34_any_single_wrong_digit_of_a_case_number_is_found(chance, place, shift):
    number = case_number(chance)
    wrong = str((int(number[place]) + shift) % 10)
    assert is_case_number(number)
    assert not is_case_number(number[:place] + wrong + number[place + 1 :])


@given(CHANCE, st.integers(0, 8))
def test_34_any_two_neighbours_swapped_are_found(chance, place):
    number = case_number(chance)
    first, second = number[place : place + 2]
    swapped = number[:place] + second + first + number[place + 2 :]
    assert is_case_number(swapped) is (first == second)


@pytest.mark.parametrize("text", ["", "000000572", "00000057244", "٠٠٠٠٠٠٥٧٢٤", "00000 5724"])
def test_34_what_is_not_ten_ascii_digits_is_no_case_number(text):
    assert not is_case_number(text)


def test_a_number_is_spoken_in_three_groups():
    assert spoken("1234567890") == "123 456 7890"


@pytest.mark.parametrize(
    ("chance", "digits"), [(0, "0000000000"), (CODE_RANGE - 1, "9999999999"), (42, "0000000042")]
)
def test_a_code_has_ten_digits_and_shows_none(chance, digits):
    code = Code.drawn(chance)
    assert code.reveal() == digits
    assert digits not in repr(code)


def test_three_statuses_are_live():
    assert set(LIVE) == {CodeStatus.ISSUED, CodeStatus.PRINTED, CodeStatus.POSTED}


@given(DAYS)
def test_10_a_code_works_through_the_printed_local_day_and_not_a_moment_more(issued_on):
    printed = valid_through(issued_on, abroad=False)
    over = end_of(printed)
    assert printed - issued_on == timedelta(days=21)
    assert local_day(over - timedelta(microseconds=1)) == printed
    assert local_day(over) == printed + timedelta(days=1)


def test_10_the_end_of_a_day_knows_summer_time():
    assert end_of(date(2026, 3, 28)) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end_of(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert end_of(date(2026, 10, 24)) == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert end_of(date(2026, 10, 25)) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_27_abroad_a_code_works_thirty_days():
    assert valid_through(date(2026, 1, 1), abroad=True) == date(2026, 1, 31)


@given(DAYS)
def test_a_local_day_begins_where_the_one_before_ends(day):
    assert end_of(day - timedelta(days=1)) == start_of(day)
    assert local_day(start_of(day)) == day
