"""The shipped catalogue, and where complaints go."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.vocabulary import Text
from invoice_api.adapters.catalogue import fee_rates, rule_catalogue
from invoice_api.adapters.guidance import complaint_guide, contact_points, switchboard
from invoice_api.domain.catalogue.guidance import DecidedBy
from invoice_api.domain.catalogue.rates import FeeRates, HourlyRate, RatesOutOfOrder
from invoice_api.domain.catalogue.rule import Claimant, NotSwitchable, Weight
from invoice_api.domain.document import NOWHERE
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.check import TESTS, WeightNotDeclared, check, finding
from invoice_api.domain.house.tax import reportable
from invoice_api.testing.documents import a_document, an_archive, circumstances


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("helfo", "Helfo"),
        ("HELFO", "Helfo"),
        ("Statens legemiddelverk", "Direktoratet for medisinske produkter"),
        ("fylkesmannen", "Statsforvalteren"),
        ("pasientreiser", "Pasientreiser"),
        ("  Oslo   universitetssykehus ", "Oslo universitetssykehus"),
    ],
)
def test_a_body_is_known_by_key_and_by_every_name(asked, name):
    found = complaint_guide().matching(asked)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("asked", ["", " ", "nav", "hel", "helfo2"])
def test_an_unknown_body_is_never_guessed(asked):
    assert complaint_guide().matching(asked) is None


def test_who_decides_is_said_only_where_it_is_known():
    known = {body.key: body.decided_by for body in complaint_guide().bodies}
    assert known["npe"] is DecidedBy.BOARD
    assert known["helfo"] is DecidedBy.UNKNOWN


def test_the_contact_facts_are_those_of_the_source():
    values = {point.kind: point.value for point in contact_points()}
    assert values["phone"] == "22 99 36 30"
    assert values["e_invoice"] == "9908:984936966"
    assert values["organisation_number"] == "984936966"


def test_the_rate_of_the_source_is_confirmed():
    rate = fee_rates().on(date(2024, 7, 1))
    assert rate is not None
    assert rate.kroner == Decimal(1265)


@pytest.mark.parametrize("days", [(2, 1), (1, 1), ()])
def test_rates_out_of_order_are_refused(days):
    rates = tuple(
        HourlyRate(date(2024, 1, day), Decimal(1), confirmed=True, source="") for day in days
    )
    with pytest.raises(RatesOutOfOrder):
        FeeRates(rates, known_until=date(2025, 1, 1))


def test_every_text_is_in_both_languages_and_every_rule_is_cited():
    for rule in rule_catalogue().rules.values():
        assert rule.text.nb != rule.text.en
        assert rule.citation.section


def test_only_a_rule_beyond_the_source_can_be_switched_off():
    without = rule_catalogue().without(frozenset({"HK-BANK-02"}))
    known = circumstances(archive=an_archive(last_account="15032080119"))
    assert check(a_document(), known, without) == ()
    for fixed in ("HK-DUE-02", "HK-NOPE-01"):
        with pytest.raises(NotSwitchable):
            rule_catalogue().without(frozenset({fixed}))


def test_a_rule_keeps_to_the_weights_it_declares():
    rule = rule_catalogue().rules["HK-DUE-01"]
    breach = Breach(place=NOWHERE, fix=Text(nb="x", en="x"), weight=Weight.NOTICE)
    with pytest.raises(WeightNotDeclared):
        finding(rule, breach)


@pytest.mark.parametrize(
    ("rule", "claimants", "named", "not_named"),
    [
        ("HK-CHAN-02", {Claimant.EXPERT}, "Postboks 4746 Torgarden, 7468 Trondheim", "@"),
        ("HK-CHAN-03", {*Claimant}, "e-post", "@"),
        ("HK-CHAN-04", {*Claimant}, "elfak@dfo.no", "post@helseklage.no"),
    ],
)
def test_guidance_names_the_right_channel_and_no_wrong_one(rule, claimants, named, not_named):
    told = rule_catalogue().rules[rule]
    assert (told.weight, told.claimants) == (Weight.GUIDANCE, claimants)
    assert named in told.text.nb
    assert not_named not in told.text.nb


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("ENK", "yes"),
        ("ans", "yes"),
        ("DA", "yes"),
        ("AS", "no"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_hk_tax_01_a_fee_is_reported_by_the_form_of_its_enterprise(form, expected):
    assert reportable(form) == expected


def test_every_tested_rule_is_shipped():
    assert set(TESTS) <= set(rule_catalogue().rules)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2024, 5, 14), ("09:00", "15:00")),
        (date(2024, 5, 15), ("09:00", "14:30")),
        (date(2024, 9, 13), ("09:00", "14:30")),
        (date(2024, 9, 16), ("09:00", "15:00")),
        (date(2024, 5, 17), None),
        (date(2024, 5, 20), None),
        (date(2024, 5, 18), None),
        (date(2024, 3, 29), None),
        (date(2024, 12, 24), ("09:00", "15:00")),
    ],
)
def test_the_switchboard_answers_on_weekdays_that_are_no_holidays(day, hours):
    found = switchboard(day)
    assert (tuple(f"{hour:%H:%M}" for hour in found) if found else None) == hours
