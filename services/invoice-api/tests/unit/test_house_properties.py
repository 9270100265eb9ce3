"""What holds for every document, not only for the examples."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoice_api.adapters.catalogue import fee_rates, rule_catalogue
from invoice_api.domain.catalogue.rates import payable_travel_hours, record_copy_price
from invoice_api.domain.house import cases
from invoice_api.domain.house.bank import is_kid
from invoice_api.domain.house.check import check
from invoice_api.testing.documents import a_document, a_line, circumstances
from service_kit.testing import synthetic_number

HOURS = st.decimals("0.25", 200, places=2)
PRICES = st.decimals("0.01", 5000, places=2)


@given(HOURS, PRICES)
def test_a_sum_that_is_quantity_times_price_is_never_refused(hours, price):
    line = a_line(
        quantity=hours, unit_price=price, amount=(hours * price).quantize(Decimal("0.01"))
    )
    found = check(a_document(lines=(line,)), circumstances(), rule_catalogue())
    assert not [finding for finding in found if finding.rule == "HK-LINE-01"]


@given(HOURS, PRICES, st.decimals("0.04", 1000, places=2))
def test_a_sum_that_is_something_else_is_always_refused(hours, price, too_much):
    amount = (hours * price).quantize(Decimal("0.01")) + too_much
    line = a_line(quantity=hours, unit_price=price, amount=amount)
    found = check(a_document(lines=(line,)), circumstances(), rule_catalogue())
    assert [finding for finding in found if finding.rule == "HK-LINE-01"]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    document = a_document(lines=(a_line(name=text, note=text),), notes=(text,))
    for finding in check(document, circumstances(), rule_catalogue()):
        assert finding.fix is not None
        assert finding.fix.nb
        assert finding.fix.en


@given(st.integers(0, 20), st.text(alphabet=" .,:;()", max_size=4))
def test_an_identity_number_is_seen_and_never_repeated(n, around):
    number = synthetic_number(n)
    document = a_document(notes=(f"x{around}{number}",), lines=(a_line(note=number),))
    found = [
        finding
        for finding in check(document, circumstances(), rule_catalogue())
        if finding.rule == "HK-PRIV-01"
    ]
    assert found
    assert number not in repr([(f.text, f.fix, f.expected, f.found) for f in found])


@given(st.integers(0, 100_000))
def test_travel_is_paid_in_half_hours_and_never_short(minutes):
    hours = payable_travel_hours(minutes)
    assert hours % Decimal("0.5") == 0
    assert Decimal(minutes) <= hours * 60 < minutes + 30


@given(st.from_regex(r"N20[0-9]{2}/[0-9]{4,6}", fullmatch=True))
def test_every_case_number_is_found_in_a_sentence(number):
    assert cases.in_text(f"Utredning (sak {number}).") == (number,)


@given(st.text(alphabet="0123456789", min_size=1, max_size=24))
def test_each_number_has_a_kid(digits):
    assert any(is_kid(f"{digits}{check}") for check in "0123456789-")


@given(st.dates())
def test_a_rate_is_only_given_with_a_source_that_confirms_it(day):
    rate = fee_rates().on(day)
    assert rate is None or (rate.confirmed and rate.starts_on <= day)


def test_half_a_rate_is_rounded_half_up_to_whole_kroner():
    assert record_copy_price(Decimal(1265)) == 633
    assert record_copy_price(Decimal(1264)) == 632
