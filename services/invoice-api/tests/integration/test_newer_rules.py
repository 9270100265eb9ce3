"""An operator's newer rules are used instead of the packaged ones, XSLT or Schematron."""

from datetime import date

import pytest

from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine
from invoice_api.adapters.rules.sources import CONTENTS, RulesUnusable, find_sources
from invoice_api.domain.report import Layer, LayerStatus, Severity, Verdict, report_on

ON = date(2026, 11, 21)

LIST = """
[peppol]
file = "house.sch"
version = "9.9"
published_on = 2026-11-01
"""

SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <title>Rules of a test</title>
  <ns prefix="cbc"
      uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
  <ns prefix="cac"
      uri="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"/>
  <ns prefix="u" uri="utils"/>
  <ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
  <let name="currency" value="/*/cbc:DocumentCurrencyCode"/>
  <function xmlns="http://www.w3.org/1999/XSL/Transform" name="u:hours" as="xs:boolean">
    <param name="unit"/>
    <sequence select="$unit = 'HUR'"/>
  </function>
  <pattern>
    <rule context="cac:InvoiceLine[cbc:ID = '1']">
      <let name="amount" value="cbc:LineExtensionAmount"/>
      <assert id="T-1" test="$amount &lt; 1000" flag="fatal">The amount <value-of
        select="$amount"/> in <name/> is too high {here}.</assert>
      <report id="T-2" test="u:hours(cbc:InvoicedQuantity/@unitCode)" flag="warning">Hours.</report>
    </rule>
    <rule context="cac:InvoiceLine">
      <assert id="T-3" test="cbc:ID = '1'" flag="warning">Another line.</assert>
    </rule>
  </pattern>
  <pattern>
    <rule context="cac:InvoiceLine"><assert id="T-4" test="true()">Never said.</assert></rule>
    <rule context="cbc:LineExtensionAmount/@currencyID">
      <assert id="T-5" test=". != $currency">In the currency of the document.</assert>
    </rule>
  </pattern>
</schema>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / CONTENTS).write_text(LIST, "utf-8")
    (tmp_path / "house.sch").write_text(SCHEMATRON, "utf-8")
    return tmp_path


def test_schematron_from_the_folder_is_asked_pattern_by_pattern(folder, expert_fee):
    with RuleEngine(folder, EngineLimits(workers=1)) as engine:
        results = engine.submit(expert_fee, on=ON).result()

    told = [
        (f.rule, f.severity, f.place.xpath, f.text.en)
        for f in results.findings
        if f.layer is Layer.PEPPOL
    ]
    assert told[:3] == [
        (
            "T-1",
            Severity.FATAL,
            "/Invoice/cac:InvoiceLine[1]",
            "The amount 3795.00 in cac:InvoiceLine is too high {here}.",
        ),
        ("T-2", Severity.NOTICE, "/Invoice/cac:InvoiceLine[1]", "Hours."),
        ("T-3", Severity.NOTICE, "/Invoice/cac:InvoiceLine[2]", "Another line."),
    ]
    assert [row[:2] for row in told[3:]] == [("T-5", Severity.FATAL)] * 3
    assert told[3][2].endswith("cac:LegalMonetaryTotal/cbc:LineExtensionAmount")
    (layer,) = (each for each in results.layers if each.layer is Layer.PEPPOL)
    assert (layer.rule_set.version, layer.rule_set.current) == ("9.9", True)
    assert report_on(results).verdict is Verdict.INVALID


def test_what_the_folder_does_not_list_comes_from_the_packages(folder):
    found = {source.layer: source for source in find_sources(folder)}
    packaged = {source.layer: source for source in find_sources(None)}

    assert found[Layer.EN16931] == packaged[Layer.EN16931]
    assert found[Layer.PEPPOL].path == folder / "house.sch"


@pytest.mark.parametrize(
    "contents",
    [
        "not toml",
        LIST.replace("house.sch", "absent.sch"),
        LIST.replace("2026-11-01", '"some day"'),
        LIST.replace("peppol", "pepol"),
        LIST.replace('version = "9.9"\n', ""),
    ],
)
def test_a_list_that_cannot_be_followed_stops_the_start(folder, contents):
    (folder / CONTENTS).write_text(contents, "utf-8")

    with pytest.raises(RulesUnusable):
        RuleEngine(folder)


def test_a_folder_without_a_list_stops_the_start(tmp_path):
    with pytest.raises(RulesUnusable):
        find_sources(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        ('queryBinding="xslt2"', 'queryBinding="xslt"'),
        ("<title>", '<include href="more.sch"/><title>'),
        ('<let name="amount"', '<extends rule="more"/><let name="amount"'),
        ('<rule context="cac:InvoiceLine">', '<rule abstract="true" context="cac:InvoiceLine">'),
        ('test="true()"', ""),
        ("<schema", "<scheme"),
    ],
)
def test_schematron_that_is_not_understood_stops_the_start(folder, change):
    changed = SCHEMATRON.replace(*change).replace("</schema>", "</schema>")
    (folder / "house.sch").write_text(changed, "utf-8")

    with pytest.raises(RulesUnusable):
        find_sources(folder)


def test_rules_that_do_not_compile_fail_every_document_and_none_is_called_valid(folder, expert_fee):
    (folder / "house.sch").write_text(SCHEMATRON.replace("u:hours(", "u:unknown("), "utf-8")

    with RuleEngine(folder, EngineLimits(workers=1)) as engine:
        results = engine.submit(expert_fee, on=ON).result()

    assert {layer.status for layer in results.layers} == {LayerStatus.ENGINE_FAILURE}
    assert report_on(results).verdict is Verdict.UNDETERMINED
