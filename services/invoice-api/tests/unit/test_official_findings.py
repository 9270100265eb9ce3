"""One official finding is softened, old rules reject nobody, failures decide nothing."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.vocabulary import Text
from invoice_api.domain.document import Identifier, Party, Place
from invoice_api.domain.official import accept_old_address, is_current
from invoice_api.domain.report import (
    Finding,
    Layer,
    LayerResult,
    LayerResults,
    LayerStatus,
    RuleSet,
    Severity,
    Verdict,
    report_on,
    with_house,
)
from invoice_api.testing.documents import a_document

BUYERS = Place("/Invoice/cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", 62)
SELLERS = Place("/Invoice/cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", 33)


def a_finding(rule="BR-01", layer=Layer.EN16931, severity=Severity.FATAL, place=BUYERS):
    return Finding(rule=rule, layer=layer, severity=severity, text=Text("nb", "en"), place=place)


def a_layer(layer, status=LayerStatus.PASSED, *, current=True):
    rule_set = RuleSet("rules", "1", date(2026, 1, 1), "0" * 64, current)
    return LayerResult(layer, status, rule_set)


def results(*findings, layers=None, scheme="9908", value="984936966"):
    party, _, endpoint = BUYERS.xpath.rpartition("/")
    buyer = Party(
        endpoint=Identifier(scheme, value),
        place=Place(party, 61),
        places={"endpoint": Place(endpoint, BUYERS.line)},
    )
    given = layers or (a_layer(Layer.EN16931), a_layer(Layer.PEPPOL, current=False))
    return LayerResults(given, findings, a_document(buyer=buyer))


OLD_CODE = (
    a_finding("BR-CL-25"),
    a_finding("PEPPOL-EN16931-CL008", Layer.PEPPOL),
)


def test_the_old_code_of_the_agency_becomes_one_notice():
    report = report_on(accept_old_address(results(*OLD_CODE)))

    assert [(f.rule, f.severity, f.place) for f in report.findings] == [
        ("HK-ADDR-02", Severity.NOTICE, BUYERS)
    ]
    assert report.verdict is Verdict.VALID
    assert {layer.status for layer in report.layers} == {LayerStatus.PASSED}


def test_the_notice_is_given_also_when_the_official_rules_still_know_the_code():
    assert [f.rule for f in accept_old_address(results()).findings] == ["HK-ADDR-02"]


@pytest.mark.parametrize(
    "other",
    [
        a_finding("BR-CL-25", place=SELLERS),
        a_finding("PEPPOL-COMMON-R041", Layer.PEPPOL),
        a_finding("BR-CL-11"),
    ],
)
def test_nothing_else_is_softened(other):
    told = accept_old_address(results(*OLD_CODE, other)).findings

    assert [f.rule for f in told] == [other.rule, "HK-ADDR-02"]
    assert other in told


@pytest.mark.parametrize(("scheme", "value"), [("9908", "974760673"), ("9909", "984936966")])
def test_another_address_is_not_accepted_by_the_old_code(scheme, value):
    given = results(*OLD_CODE, scheme=scheme, value=value)

    assert accept_old_address(given) == given


def test_a_document_that_was_not_read_keeps_its_findings():
    given = replace(results(*OLD_CODE), document=None)

    assert accept_old_address(given) == given


@pytest.mark.parametrize(
    ("published_on", "on", "current"),
    [
        (date(2025, 11, 21), date(2026, 11, 21), True),
        (date(2025, 11, 20), date(2026, 11, 21), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2024, 2, 29), date(2025, 3, 1), False),
        (date(2026, 11, 22), date(2026, 11, 21), True),
    ],
)
def test_rules_are_current_for_twelve_months(published_on, on, current):
    assert is_current(published_on, on) is current


OLD, NEW = a_finding(layer=Layer.PEPPOL), a_finding(layer=Layer.EN16931)
HOUSE = a_finding("HK-ADDR-01", Layer.HOUSE)
WARNING = a_finding(severity=Severity.NOTICE)
DEVIATION = a_finding("HK-DUE-02", Layer.HOUSE, Severity.DEVIATION)


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((), Verdict.VALID),
        ((WARNING, DEVIATION), Verdict.VALID),
        ((NEW,), Verdict.INVALID),
        ((HOUSE,), Verdict.INVALID),
        ((OLD,), Verdict.UNDETERMINED),
        ((OLD, NEW), Verdict.INVALID),
        ((OLD, WARNING), Verdict.UNDETERMINED),
    ],
)
def test_what_is_fatal_by_old_rules_alone_is_left_to_a_person(findings, verdict):
    assert report_on(results(*findings)).verdict is verdict


@pytest.mark.parametrize("findings", [(), (NEW,), (OLD,), (HOUSE,)])
def test_an_engine_that_failed_leaves_the_verdict_open_whatever_else_was_found(findings):
    layers = (a_layer(Layer.EN16931), a_layer(Layer.PEPPOL, LayerStatus.ENGINE_FAILURE))

    report = report_on(results(*findings, layers=layers))

    assert report.verdict is Verdict.UNDETERMINED
    assert report.layers[1].status is LayerStatus.ENGINE_FAILURE


def test_a_layer_that_was_skipped_has_neither_passed_nor_failed():
    layers = (a_layer(Layer.XSD), a_layer(Layer.PEPPOL, LayerStatus.SKIPPED))
    broken = a_finding("XSD", Layer.XSD)

    report = report_on(results(broken, layers=layers))

    assert [layer.status for layer in report.layers] == [LayerStatus.FAILED, LayerStatus.SKIPPED]


def test_the_house_is_a_layer_of_its_own():
    report = report_on(with_house(results(), [DEVIATION, HOUSE]))

    assert report.layers[-1] == LayerResult(Layer.HOUSE, LayerStatus.FAILED)
    assert report.findings[-2:] == (DEVIATION, HOUSE)
