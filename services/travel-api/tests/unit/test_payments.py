from datetime import date
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import Ore
from travel_api.domain.payments import Owed, payable_together

MINIMUM = Ore(10_000)
SERIAL = count(1)


def owed(kroner: int, travelled_on: date = date(2026, 3, 4)) -> Owed:
    return Owed(
        payment_id=UUID(int=next(SERIAL)), amount=Ore(kroner * 100), travelled_on=travelled_on
    )


def test_an_amount_of_the_minimum_is_paid_at_once():
    new = owed(100)
    assert payable_together(new, [], MINIMUM) == (new,)


def test_an_amount_below_the_minimum_is_held():
    assert payable_together(owed(99), [], MINIMUM) == ()


def test_held_amounts_are_paid_when_together_they_reach_the_minimum():
    held, new = owed(60), owed(40)
    assert payable_together(new, [held], MINIMUM) == (new, held)
    assert payable_together(owed(39), [held], MINIMUM) == ()


@pytest.mark.parametrize(
    ("travelled_on", "counts"),
    [
        (date(2025, 9, 3), False),
        (date(2025, 9, 4), True),
        (date(2026, 9, 4), True),
        (date(2026, 9, 5), False),
    ],
)
def test_only_travel_within_six_months_is_added_up(travelled_on, counts):
    held = owed(60, travelled_on)
    assert bool(payable_together(owed(40), [held], MINIMUM)) is counts


@given(st.lists(st.integers(1, 99)), st.integers(1, 200))
def test_either_nothing_is_paid_or_at_least_the_minimum(held, new):
    paid = payable_together(owed(new), [owed(amount) for amount in held], MINIMUM)
    assert not paid or sum(one.amount for one in paid) >= MINIMUM
