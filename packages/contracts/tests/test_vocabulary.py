import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import Metres, Ore, half_up, kilometres, kroner, metres, ore


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_an_amount_reads_back_as_it_was_written(amount):
    assert ore(kroner(Ore(amount))) == amount


@given(st.integers(0, 999_999))
def test_a_distance_reads_back_to_the_tenth(tenths):
    assert metres(kilometres(Metres(tenths * 100))) == tenths * 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "1.000",
        "1,00",
        "01.00",
        "+1.00",
        " 1.00",
        "1.00 ",
        "1e2",
        "NaN",
        "\u0661.00",
    ],
)
def test_what_is_not_kroner_with_two_decimals_is_no_amount(text):
    with pytest.raises(ValueError, match="kroner"):
        ore(text)


@pytest.mark.parametrize("text", ["", "-1", "1.00", "1,0", ".5", "01", "1.", "100000", "1 "])
def test_what_is_not_kilometres_with_one_decimal_is_no_distance(text):
    with pytest.raises(ValueError, match="kilometres"):
        metres(text)


@pytest.mark.parametrize(
    ("distance", "text"), [(0, "0.0"), (49, "0.0"), (50, "0.1"), (10_049, "10.0"), (10_050, "10.1")]
)
def test_a_distance_is_written_to_the_nearest_tenth(distance, text):
    assert kilometres(Metres(distance)) == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (3, 2, 2), (-1, 2, -1), (-3, 2, -2), (1, 3, 0), (2, 3, 1), (0, 7, 0), (7, 7, 1)],
)
def test_halves_go_away_from_zero(numerator, denominator, rounded):
    assert half_up(numerator, denominator) == rounded


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_is_never_off_by_more_than_a_half(numerator, denominator):
    assert abs(2 * (half_up(numerator, denominator) * denominator - numerator)) <= denominator
