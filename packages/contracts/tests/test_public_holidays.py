import holidays

from contracts.public_holidays import is_public_holiday, public_holidays


def test_they_are_those_that_others_have_worked_out():
    years = range(1947, 2100)
    theirs = holidays.country_holidays("NO", years=years, observed=False)

    assert sorted(day for year in years for day in public_holidays(year)) == sorted(theirs)


def test_an_ordinary_sunday_is_none_of_them():
    (first, *_) = sorted(public_holidays(2026))

    assert is_public_holiday(first)
    assert not is_public_holiday(first.replace(day=4))
