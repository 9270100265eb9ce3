"""What the register's answer leads to: the table of address rules, both sides of each boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from access_api.domain.register import (
    CONSEQUENCES,
    Address,
    Finding,
    Protection,
    RegisteredPerson,
    Standing,
    bars_letter,
    closes,
    examine,
    holds_letter,
    rules_out,
    same_name,
)

RECEIVED = date(2026, 3, 31)
HOME = Address(("Storgata 1",), "3104", "Tønsberg", "NO", date(2020, 1, 1))
KARI = RegisteredPerson(
    name="Kari Nordmann",
    standing=Standing.RESIDENT,
    protection=Protection.NONE,
    born_on=date(1980, 5, 1),
    address=HOME,
    identity_numbers=("",),
)


def findings(**changes) -> set[Finding]:
    return set(examine(replace(KARI, **changes), "Kari Nordmann", RECEIVED))


def test_an_ordinary_person_gives_no_cause_for_anything():
    assert findings() == set()


def test_24_an_address_registered_thirty_days_before_the_form_is_quiet_enough():
    settled = replace(HOME, registered_on=RECEIVED - timedelta(days=30))
    assert findings(address=settled) == set()


@pytest.mark.parametrize("days", [29, 1, 0, -1])
def test_24_an_address_registered_later_than_that_holds_the_letter(days):
    moved = replace(HOME, registered_on=RECEIVED - timedelta(days=days))
    assert findings(address=moved) == {Finding.ADDRESS_CHANGED_RECENTLY}
    assert holds_letter(findings(address=moved))


def test_24_an_address_without_a_date_counts_as_changed():
    assert findings(address=replace(HOME, registered_on=None)) == {Finding.ADDRESS_CHANGED_RECENTLY}


def test_25_a_strictly_confidential_person_has_no_address_looked_at_and_no_letter():
    found = findings(protection=Protection.STRICTLY_CONFIDENTIAL, address=None)
    assert found == {Finding.STRICTLY_CONFIDENTIAL}
    assert bars_letter(found)


@pytest.mark.parametrize(
    ("protection", "finding"),
    [
        (Protection.CONFIDENTIAL, Finding.CONFIDENTIAL),
        (Protection.CLIENT, Finding.CLIENT_ADDRESS),
    ],
)
def test_26_a_protected_address_waits_for_a_person_but_can_be_printed(protection, finding):
    found = findings(protection=protection)
    assert found == {finding}
    assert holds_letter(found)
    assert bars_letter(found) is None


@pytest.mark.parametrize("address", [None, replace(HOME, city="")])
def test_27_without_an_address_nothing_is_printed(address):
    assert bars_letter(findings(address=address)) is Finding.NO_ADDRESS


def test_27_an_address_abroad_and_an_emigrated_person_wait_for_a_person():
    found = findings(standing=Standing.EMIGRATED, address=replace(HOME, country="SE"))
    assert found == {Finding.EMIGRATED, Finding.ADDRESS_ABROAD}
    assert holds_letter(found)


def test_the_window_shows_the_country_only_abroad():
    assert HOME.printed == ("Storgata 1", "3104 Tønsberg")
    assert replace(HOME, country="SE", postal_code="").printed == ("Storgata 1", "Tønsberg", "SE")


def test_28_a_deceased_person_closes_the_case():
    found = findings(standing=Standing.DECEASED, born_on=None, address=None)
    assert found == {Finding.DECEASED}
    assert closes(found)


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(2013, 4, 1), {Finding.UNDER_THIRTEEN}),
        (date(2013, 3, 31), {Finding.UNDER_SIXTEEN}),
        (date(2010, 4, 1), {Finding.UNDER_SIXTEEN}),
        (date(2010, 3, 31), set()),
        (None, {Finding.AGE_UNKNOWN}),
    ],
)
def test_29_age_comes_from_the_register_and_decides_on_the_day(born_on, expected):
    assert findings(born_on=born_on) == expected


def test_33_unknown_and_ceased_numbers_read_the_same():
    assert examine(None, "Kari Nordmann", RECEIVED) == {Finding.UNKNOWN_IN_REGISTER}
    assert findings(standing=Standing.CEASED) == {Finding.UNKNOWN_IN_REGISTER}
    assert rules_out(findings(standing=Standing.CEASED))


@pytest.mark.parametrize(
    ("on_form", "registered", "same"),
    [
        ("Kari Nordmann", "Kari Nordmann", True),
        ("kari  nordmann", "KARI ANNE NORDMANN", True),
        ("Anne Nordmann", "Kari Anne Nordmann", False),
        ("Kari Berg Nordmann", "Kari Nordmann", False),
        ("Kari", "Kari Nordmann", False),
        ("Øystein Ås", "øystein ås", True),
        ("", "Kari Nordmann", False),
        ("Kari Nordmann", "", False),
    ],
)
def test_16_names_are_the_same_when_first_and_last_agree_and_nothing_is_added(
    on_form, registered, same
):
    assert same_name(on_form, registered) is same


def test_16_another_name_is_told_to_the_reviewer_and_stops_nothing():
    found = examine(KARI, "Ola Hansen", RECEIVED)
    assert found == {Finding.NAME_DIFFERS}
    assert holds_letter(found) is rules_out(found) is None


def test_a_login_has_no_name_to_compare():
    assert examine(KARI, "", RECEIVED) == frozenset()


def test_every_finding_has_a_consequence():
    assert set(CONSEQUENCES) == set(Finding)


def test_printing_a_person_shows_nothing():
    assert "Kari" not in repr(KARI)
    assert "Storgata" not in repr(KARI.address)
