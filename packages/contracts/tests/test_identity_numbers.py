from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber, NumberKind

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def parse(text, *, allow_synthetic=True):
    return NationalIdentityNumber.parse(text, allow_synthetic=allow_synthetic)


def weighted(weights, digits):
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True))


def completed(nine: str, rest: int = 0) -> str | None:
    """Return `nine` digits with check digits whose first sum leaves `rest`, if there are any."""
    first = (rest - weighted(FIRST, nine)) % 11
    second = -weighted(SECOND, f"{nine}{first}") % 11 if first < 10 else 10
    return f"{nine}{first}{second}" if first < 10 and second < 10 else None


def number(day=17, month=5, year=85, *, rest=0, serial=500) -> str:
    """Return a number of somebody born on that day, the first from `serial` on that exists."""
    heads = (f"{day:02d}{month:02d}{year:02d}{n:03d}" for n in range(serial, 1000))
    return next(whole for head in heads if (whole := completed(head, rest)))


@pytest.mark.parametrize("rest", [0, 1, 2, 3])
def test_check_digits_of_1964_and_2032_hold(rest):
    assert parse(number(rest=rest)).kind is NumberKind.BIRTH


@pytest.mark.parametrize("rest", range(4, 11))
def test_other_rests_are_wrong(rest):
    with pytest.raises(NotAnIdentityNumber):
        parse(number(rest=rest))


@given(st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_found(place, by):
    good = number()
    bad = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    try:
        parse(bad)
    except NotAnIdentityNumber:
        return
    first = weighted(FIRST, bad[:9]) + int(bad[9])
    assert first % 11 in {1, 2, 3}, "only the rests that 2032 added may let one through"


@pytest.mark.parametrize(
    ("day", "month", "kind", "synthetic"),
    [
        (17, 5, NumberKind.BIRTH, False),
        (57, 5, NumberKind.D, False),
        (17, 85, NumberKind.BIRTH, True),
        (57, 85, NumberKind.D, True),
        (17, 70, NumberKind.BIRTH, True),
        (17, 45, NumberKind.BIRTH, True),
        (1, 1, NumberKind.BIRTH, False),
        (31, 12, NumberKind.BIRTH, False),
        (71, 12, NumberKind.D, False),
        (31, 92, NumberKind.BIRTH, True),
        (80, 99, NumberKind.FH, False),
    ],
)
def test_the_series_are_told_apart(day, month, kind, synthetic):
    parsed = parse(number(day, month))
    assert (parsed.kind, parsed.synthetic) == (kind, synthetic)


@pytest.mark.parametrize("month", [45, 70, 85])
def test_synthetic_people_are_refused_where_they_are_not_allowed(month):
    with pytest.raises(NotAnIdentityNumber, match="synthetic"):
        parse(number(month=month), allow_synthetic=False)


@pytest.mark.parametrize(
    ("day", "month"),
    [(0, 5), (32, 1), (31, 4), (30, 2), (40, 5), (72, 5), (17, 0), (17, 13), (17, 40), (17, 93)],
)
def test_what_begins_with_no_date_is_refused(day, month):
    with pytest.raises(NotAnIdentityNumber, match="no date"):
        parse(number(day, month))


@pytest.mark.parametrize(("year", "good"), [(0, True), (4, True), (85, False), (1, False)])
def test_the_29th_of_february_needs_a_year_that_can_be_a_leap_year(year, good):
    text = number(29, 2, year)
    if good:
        assert parse(text)
    else:
        with pytest.raises(NotAnIdentityNumber):
            parse(text)


@pytest.mark.parametrize(
    "text", ["", "1", "1234567890", "123456789012", "1785855 0084", "١٧٨٥٨٥٥٠٠٨٤", "1785855008x"]
)
def test_only_eleven_plain_digits_are_a_number(text):
    with pytest.raises(NotAnIdentityNumber, match="eleven digits"):
        parse(text)


@given(st.dates(date(1940, 1, 1), date(2039, 12, 31)), st.integers(0, 999))
def test_every_well_made_number_is_accepted_and_never_shown(born, serial):
    text = completed(f"{born:%d%m%y}{serial:03d}")
    if text is None:
        return
    parsed = parse(text)
    assert parsed.reveal() == text
    assert text not in f"{parsed} {parsed!r} {[parsed]}"


@given(st.from_regex(r"[0-9]{11}", fullmatch=True) | st.text(min_size=4, max_size=14))
def test_a_refusal_never_repeats_the_text(text):
    refusals = []
    try:
        parse(text)
    except NotAnIdentityNumber as refusal:
        refusals.append(f"{refusal} {refusal!r}")
    assert not any(text in refusal for refusal in refusals)


def test_equal_numbers_are_equal():
    assert parse(number()) == parse(number())
    assert len({parse(number()), parse(number())}) == 1
