"""Everything a form lacks is named at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from access_api.domain.case import Channel, Kind
from access_api.domain.completeness import (
    Form,
    Identification,
    IdentificationKind,
    Signature,
    What,
    missing,
)

RECEIVED = date(2026, 3, 31)
PASSPORT = Identification(IdentificationKind.PASSPORT, date(2030, 1, 1), has_copy=True)
SIGNED = Signature("Tønsberg", date(2026, 3, 28))
FORM = Form(
    kind=Kind.REOPEN,
    channel=Channel.PAPER,
    name="Kari Nordmann",
    has_number=True,
    number_is_valid=True,
    identification=PASSPORT,
    signature=SIGNED,
    received_on=RECEIVED,
)


def lacks(**changes) -> list[What]:
    return list(missing(replace(FORM, **changes)))


def test_a_whole_form_lacks_nothing():
    assert lacks() == []


def test_17_an_empty_form_lacks_everything_at_once():
    empty = lacks(
        kind=Kind.UNCLEAR, name=" ", has_number=False, identification=None, signature=None
    )
    assert empty == [
        What.CHOICE,
        What.NAME,
        What.NATIONAL_IDENTITY_NUMBER,
        What.IDENTIFICATION,
        What.SIGNATURE,
    ]


def test_15_identification_that_ends_on_the_day_the_form_came_is_not_expired():
    assert lacks(identification=replace(PASSPORT, expires_on=RECEIVED)) == []


def test_15_identification_that_ended_the_day_before_is():
    yesterday = RECEIVED - timedelta(days=1)
    found = lacks(identification=replace(PASSPORT, expires_on=yesterday))
    assert found == [What.UNEXPIRED_IDENTIFICATION]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number_is_valid": False}, What.VALID_NATIONAL_IDENTITY_NUMBER),
        ({"identification": replace(PASSPORT, kind=None)}, What.IDENTIFICATION),
        ({"identification": replace(PASSPORT, has_copy=False)}, What.IDENTIFICATION_COPY),
        ({"identification": replace(PASSPORT, expires_on=None)}, What.IDENTIFICATION_EXPIRY),
        ({"signature": replace(SIGNED, place="")}, What.SIGNATURE_PLACE),
        ({"signature": replace(SIGNED, signed_on=None)}, What.SIGNATURE_DATE),
        (
            {"signature": replace(SIGNED, signed_on=RECEIVED + timedelta(days=1))},
            What.SIGNATURE_DATE_NOT_AHEAD,
        ),
    ],
)
def test_17_each_single_lack_is_named(changes, expected):
    assert lacks(**changes) == [expected]


def test_a_form_signed_on_the_day_it_came_is_whole():
    assert lacks(signature=replace(SIGNED, signed_on=RECEIVED)) == []


def test_a_login_stands_for_name_identification_and_signature():
    assert lacks(channel=Channel.SELF_SERVICE, name="", identification=None, signature=None) == []
