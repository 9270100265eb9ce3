"""Each rule of the house on both sides of its boundary."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invoice_api.adapters.catalogue import rule_catalogue
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Address, Document, Identifier, PaymentMeans
from invoice_api.domain.house.check import TESTS, check
from invoice_api.domain.house.circumstances import Circumstances, Credited, Earlier
from invoice_api.domain.report import Severity
from invoice_api.testing.documents import (
    a_credit_note,
    a_document,
    a_line,
    a_receipt,
    an_archive,
    an_attachment,
    an_attestation,
    an_outlay,
    circumstances,
)

SUPPLIER = {"claimant": Claimant.SUPPLIER}


def severities(rule: str, document: Document, known: Circumstances | None = None) -> list[str]:
    found = check(document, known or circumstances(), rule_catalogue())
    return [str(finding.severity) for finding in found if finding.rule == rule]


def test_an_invoice_that_keeps_every_rule_has_no_finding():
    assert check(a_document(), circumstances(), rule_catalogue()) == ()


def test_a_credit_note_that_keeps_every_rule_has_no_finding():
    archive = an_archive(credited=Credited(Decimal("3795.00"), Decimal(0)))
    assert check(a_credit_note(), circumstances(archive=archive), rule_catalogue()) == ()


def buyer(scheme: str | None, value: str) -> Mapping[str, Any]:
    return {"buyer": replace(a_document().buyer, endpoint=Identifier(scheme, value))}


def seller(**changes: Any) -> Mapping[str, Any]:
    return {"seller": replace(a_document().seller, **changes)}


def paid_to(**changes: Any) -> Mapping[str, Any]:
    return {"payment_means": (replace(a_document().payment_means[0], **changes),)}


def one_line(**changes: Any) -> Mapping[str, Any]:
    return {"lines": (a_line(**changes),)}


HOURS_35 = {"quantity": Decimal("3.5"), "amount": Decimal("4427.50")}

KEPT = [
    ("HK-ADDR-01", buyer("9908", "984936966")),
    ("HK-ADDR-01", buyer("0192", "984 936 966")),
    ("HK-REF-02", {"buyer_reference": "1940AITO"}),
    ("HK-CASE-01", one_line(name="Arbeid N2021/1234")),
    ("HK-CASE-01", one_line(name="Arbeid N2021/123456")),
    ("HK-CASE-01", {**one_line(name="Arbeid"), "notes": ("Sak n2021/01234",)}),
    ("HK-CASE-01", {**one_line(name="Arbeid"), "project_reference": "N2021/01234"}),
    ("HK-OUR-01", seller(contact_name="KARI  Sakkyndig")),
    ("HK-SENDER-01", seller(name=None)),
    ("HK-SENDER-01", seller(address=Address(city="Bergen"))),
    ("HK-DEL-01", {"delivery_date": None, "period_end": date(2024, 8, 31)}),
    ("HK-DEL-01", {"delivery_date": date(2024, 2, 29), "period_start": date(2024, 2, 1)}),
    ("HK-DATE-01", {"issue_date": date(2024, 9, 2)}),
    ("HK-DATE-01", {"issue_date": date(2024, 8, 30)}),
    ("HK-DUE-02", {"due_date": None}),
    ("HK-BANK-01", paid_to(account="NO93 8601 1117 947", kid=None)),
    ("HK-BANK-01", paid_to(account="DE89370400440532013000")),
    ("HK-BANK-02", paid_to(account="NO9386011117947")),
    ("HK-LINE-01", one_line(amount=Decimal("3795.02"))),
    ("HK-LINE-01", one_line(amount=Decimal("3794.98"))),
    ("HK-LINE-01", one_line(unit_price=Decimal(12650), base_quantity=Decimal(10))),
    ("HK-LINE-01", one_line(allowances=Decimal(95), amount=Decimal(3700))),
    ("HK-TRAVEL-01", one_line(name="Reisetid N2021/01234", **HOURS_35)),
    ("HK-RECORD-01", one_line(name="Journalkopi N2021/01234", unit="EA", unit_price=Decimal(633))),
    ("HK-OUT-01", {"lines": (an_outlay(),), "attachments": (a_receipt(),)}),
    ("HK-OUT-04", {"lines": (an_outlay(name="Tips", amount=Decimal(0)),)}),
    ("HK-OUT-04", {"lines": (an_outlay(name="Vinterdekk"),)}),
    ("HK-FILE-01", {"attachments": (an_attachment(), a_receipt(media_type="application/xml"))}),
    ("HK-TAX-02", {"notes": ("IKKE  SKATTEMESSIG innberetning",)}),
    ("HK-PRIV-01", {"notes": ("Referanse 12345678901",)}),
]

BROKEN = [
    ("HK-ADDR-01", buyer("0192", "974760673"), ["fatal"]),
    ("HK-ADDR-01", buyer("0088", "984936966"), ["fatal"]),
    ("HK-ADDR-01", {"buyer": replace(a_document().buyer, endpoint=None)}, ["fatal"]),
    ("HK-REF-02", {"buyer_reference": "1940abcd"}, ["deviation"]),
    ("HK-REF-02", {"buyer_reference": None}, ["deviation"]),
    ("HK-CASE-01", one_line(name="Arbeid"), ["deviation"]),
    ("HK-CASE-01", one_line(name="Arbeid N2021/123"), ["deviation"]),
    ("HK-CASE-01", one_line(name="Arbeid N2021/1234567"), ["deviation"]),
    ("HK-CASE-02", {**one_line(name="Arbeid"), "notes": ("N2021/01234",)}, ["deviation"]),
    ("HK-CASE-02", one_line(accounting_cost=None), ["notice"]),
    ("HK-OUR-01", seller(contact_name=None), ["deviation"]),
    ("HK-OUR-01", seller(contact_name="Ola Annen"), ["deviation"]),
    ("HK-SENDER-01", seller(name=None, legal_id=None), ["deviation"]),
    ("HK-SENDER-01", seller(address=None), ["deviation"]),
    ("HK-DEL-01", {"delivery_date": None}, ["deviation"]),
    (
        "HK-DEL-01",
        {"delivery_date": date(2024, 8, 30), "period_start": date(2024, 8, 1)},
        ["deviation"],
    ),
    ("HK-DEL-02", {"delivery_address": None}, ["notice"]),
    ("HK-DEL-02", {"delivery_address": Address(street="Krinkelkroken 1", city="Oslo")}, ["notice"]),
    ("HK-DATE-01", {"issue_date": date(2024, 9, 3)}, ["deviation"]),
    ("HK-DATE-01", {"issue_date": date(2024, 8, 29)}, ["deviation"]),
    ("HK-DUE-01", {"due_date": None}, ["deviation"]),
    ("HK-DUE-02", {"due_date": date(2024, 9, 30)}, ["deviation"]),
    ("HK-DUE-02", {"due_date": date(2024, 10, 2)}, ["deviation"]),
    ("HK-BANK-01", {"payment_means": ()}, ["deviation"]),
    ("HK-BANK-01", {"payment_means": (PaymentMeans(code="30"),)}, ["deviation"]),
    ("HK-BANK-01", paid_to(account="86011117948"), ["deviation"]),
    ("HK-BANK-01", paid_to(account="NO9386011117948"), ["deviation"]),
    ("HK-BANK-01", paid_to(kid="2345677"), ["deviation"]),
    ("HK-BANK-02", paid_to(account="15032080119"), ["deviation"]),
    ("HK-LINE-01", one_line(amount=Decimal("3795.03")), ["fatal"]),
    ("HK-LINE-01", one_line(amount=Decimal("3794.97")), ["fatal"]),
    ("HK-RATE-01", one_line(unit_price=Decimal("1265.01")), ["deviation"]),
    ("HK-RATE-01", one_line(unit_price=Decimal("1264.99")), ["notice"]),
    ("HK-RATE-01", one_line(unit="EA", unit_price=Decimal(1400)), ["deviation"]),
    (
        "HK-TRAVEL-01",
        one_line(name="Reisetid N2021/01234", quantity=Decimal("1.02")),
        ["notice"],
    ),
    ("HK-ABSENCE-01", one_line(name="Reisefravær N2021/01234"), ["deviation"]),
    (
        "HK-RECORD-01",
        one_line(name="Journalkopi N2021/01234", unit="EA", unit_price=Decimal(634)),
        ["deviation"],
    ),
    ("HK-ATT-01", {"attachments": ()}, ["deviation"]),
    ("HK-ATT-01", {"attachments": (an_attachment(size=None),)}, ["deviation"]),
    ("HK-OUT-01", {"lines": (an_outlay(),)}, ["deviation"]),
    (
        "HK-OUT-01",
        {
            "lines": (an_outlay(), an_outlay(name="Hotell N2021/01234")),
            "attachments": (a_receipt(),),
        },
        ["notice"],
    ),
    (
        "HK-OUT-01",
        {"lines": (an_outlay(name="Fly og hotell"),), "attachments": (a_receipt(),)},
        ["deviation"],
    ),
    (
        "HK-OUT-03",
        {"attachments": (an_attachment(), a_receipt(filename="booking.pdf"))},
        ["deviation"],
    ),
    ("HK-OUT-04", {"lines": (an_outlay(name="Kilometergodtgjørelse"),)}, ["deviation"]),
    ("HK-OUT-04", {"lines": (an_outlay(name="Kjøring", unit="KMT"),)}, ["deviation"]),
    ("HK-OUT-04", {"lines": (an_outlay(name="Middag med vin"),)}, ["deviation"]),
    ("HK-OUT-04", {"lines": (an_outlay(name="Kostgodtgjørelse"),)}, ["deviation"]),
    (
        "HK-FILE-01",
        {"attachments": (an_attachment(), a_receipt(looks_like="application/zip"))},
        ["deviation"],
    ),
    ("HK-TAX-02", {"notes": ()}, ["deviation"]),
]


@pytest.mark.parametrize(("rule", "changes"), KEPT)
def test_kept(rule, changes):
    assert severities(rule, a_document(**changes)) == []


@pytest.mark.parametrize(("rule", "changes", "expected"), BROKEN)
def test_broken(rule, changes, expected):
    assert severities(rule, a_document(**changes)) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("1940ab", []),
        ("1940abcdef", []),
        ("1940ÆØå", []),
        ("1940a", ["deviation"]),
        ("1940abcdefg", ["deviation"]),
        ("1941abcd", ["deviation"]),
        ("1940ab12", ["deviation"]),
        (None, ["deviation"]),
    ],
)
def test_a_suppliers_reference_is_1940_and_two_to_six_letters(reference, expected):
    found = severities(
        "HK-REF-01", a_document(buyer_reference=reference), circumstances(**SUPPLIER)
    )
    assert found == expected


@pytest.mark.parametrize(
    ("finished_on", "price", "expected"),
    [
        (date(2024, 6, 30), "1215.00", []),
        (date(2024, 6, 30), "1265.00", ["deviation"]),
        (date(2024, 7, 1), "1265.00", []),
        (date(2024, 7, 1), "1215.00", ["notice"]),
        (date(2024, 12, 31), "1265.00", []),
        (date(2025, 1, 1), "1315.00", []),
        (date(2025, 12, 31), "1315.00", []),
        (date(2026, 1, 1), "1375.00", []),
    ],
)
def test_the_rate_is_that_of_the_day_the_assignment_was_finished(finished_on, price, expected):
    known = circumstances(archive=None)
    document = a_document(**one_line(unit_price=Decimal(price)), delivery_date=finished_on)
    assert severities("HK-RATE-01", document, known) == expected
    assert severities("HK-RATE-02", document, known) == []


@pytest.mark.parametrize(
    "finished_on",
    [date(2013, 12, 31), date(2015, 6, 1), date(2017, 1, 1), date(2018, 12, 31), date(2027, 1, 1)],
)
def test_a_rate_that_is_not_confirmed_is_never_used_and_a_person_looks(finished_on):
    known = circumstances(archive=None)
    document = a_document(**one_line(unit_price=Decimal(5000)), delivery_date=finished_on)
    assert severities("HK-RATE-01", document, known) == []
    assert severities("HK-RATE-02", document, known) == ["deviation"]


@pytest.mark.parametrize(("price", "expected"), [("1000", []), ("1001", ["deviation"])])
def test_what_was_attested_decides_the_rate_also_where_none_is_confirmed(price, expected):
    attested = an_attestation(finished_on=date(2017, 6, 1), hourly_kroner=Decimal(1000))
    known = circumstances(archive=an_archive(attested=(attested,)))
    document = a_document(**one_line(unit_price=Decimal(price)))
    assert severities("HK-RATE-01", document, known) == expected
    assert severities("HK-RATE-02", document, known) == []


def test_a_taken_number_points_to_the_invoice_that_holds_it():
    archive = an_archive(earlier=Earlier("first-id", date(2024, 8, 1)))
    (found,) = check(a_document(), circumstances(archive=archive), rule_catalogue())
    assert (found.rule, found.severity) == ("HK-NUM-01", Severity.FATAL)
    assert "first-id" in found.fix.nb
    assert "first-id" in found.fix.en


@pytest.mark.parametrize(
    ("attested", "expected"),
    [
        ({"hours": Decimal("2.5")}, ["deviation"]),
        ({"hours": Decimal(4), "total_kroner": Decimal(5060)}, ["notice"]),
        ({"travel_hours": Decimal(1)}, ["notice"]),
        ({"outlays_kroner": Decimal(400)}, ["notice"]),
        ({"hours": Decimal(2), "absence_kroner": Decimal(1)}, ["deviation", "notice"]),
    ],
)
def test_each_difference_from_the_attestation_is_named(attested, expected):
    known = circumstances(archive=an_archive(attested=(an_attestation(**attested),)))
    assert severities("HK-ATT-02", a_document(), known) == expected


@pytest.mark.parametrize(("used", "expected"), [("0", []), ("0.01", ["deviation"])])
def test_invoices_never_sum_above_the_attestation(used, expected):
    attested = an_attestation(used_kroner=Decimal(used))
    known = circumstances(archive=an_archive(attested=(attested,)))
    assert severities("HK-ATT-03", a_document(), known) == expected


def test_a_case_without_attestation_waits_and_asks_for_no_form():
    known = circumstances(archive=an_archive(attested=()))
    document = a_document(attachments=())
    assert severities("HK-ATT-04", document, known) == ["notice"]
    assert severities("HK-ATT-01", document, known) == []


def test_without_an_archive_nothing_is_concluded_from_what_is_not_known():
    known = circumstances(archive=None)
    found = check(a_document(attachments=(), notes=()), known, rule_catalogue())
    assert [(f.rule, str(f.severity)) for f in found] == [("HK-ATT-01", "notice")]


@pytest.mark.parametrize(
    ("form", "marked", "rules"),
    [
        ("AS", True, []),
        ("AS", False, ["HK-TAX-02"]),
        ("ENK", True, ["HK-TAX-02"]),
        ("ENK", False, []),
        ("ANS", False, []),
        ("DA", True, ["HK-TAX-02"]),
        (None, True, ["HK-TAX-03"]),
        (None, False, ["HK-TAX-03"]),
    ],
)
def test_the_tax_mark_follows_the_form_of_enterprise(form, marked, rules):
    notes = ("Ikke skattemessig innberetning",) if marked else ()
    known = circumstances(archive=an_archive(enterprise_form=form))
    found = check(a_document(notes=notes), known, rule_catalogue())
    assert [finding.rule for finding in found] == rules


@pytest.mark.parametrize(
    ("credited", "expected"),
    [
        (Credited(Decimal("3795.00"), Decimal(0)), []),
        (Credited(Decimal("3795.00"), Decimal("0.01")), ["deviation"]),
        (Credited(Decimal("3794.99"), Decimal(0)), ["deviation"]),
        (None, ["deviation"]),
    ],
)
def test_a_credit_note_never_exceeds_its_invoice(credited, expected):
    known = circumstances(archive=an_archive(credited=credited))
    assert severities("HK-CRED-01", a_credit_note(), known) == expected


def test_a_credit_note_without_its_invoice_is_asked_about():
    document = a_credit_note(billing_references=())
    assert severities("HK-CRED-01", document, circumstances(archive=None)) == ["deviation"]


@pytest.mark.parametrize(
    ("claimant", "on_paper", "expected"),
    [
        (Claimant.SUPPLIER, True, ["deviation"]),
        (Claimant.SUPPLIER, False, []),
        (Claimant.EXPERT, True, []),
    ],
)
def test_only_a_suppliers_paper_is_asked_about(claimant, on_paper, expected):
    known = circumstances(claimant=claimant, on_paper=on_paper)
    assert severities("HK-CHAN-01", a_document(), known) == expected


def test_documented_absence_is_kept():
    line = a_line(name="Reisefravær N2021/01234")
    proof = a_receipt(filename="lønnstrekk.pdf")
    document = a_document(lines=(line,), attachments=(an_attachment(), proof))
    assert severities("HK-ABSENCE-01", document) == []


def test_every_test_has_a_rule_and_every_breakable_rule_a_test():
    tested_elsewhere = {"HK-ADDR-02", "HK-OUT-02", "XSD-BASE64"}
    breakable = {
        rule.rule_id
        for rule in rule_catalogue().rules.values()
        if rule.weight in {"fatal", "deviation", "notice"}
        and not rule.rule_id.startswith("ENGINE-")
    }
    assert set(TESTS) == breakable - tested_elsewhere


def test_every_rule_is_named_by_a_test():
    texts = "".join(file.read_text("utf-8") for file in Path(__file__).parents[1].rglob("*.py"))
    named = {name.upper().replace("_", "-") for name in re.findall(r"hk_[a-z]+_\d\d", texts)}
    named |= set(re.findall(r'"([A-Z]+(?:-[A-Z0-9]+)+)"', texts))
    assert set(rule_catalogue().rules) <= named
