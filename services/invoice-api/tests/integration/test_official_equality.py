"""The service says of a document exactly what the official rules say of it, run alone."""

from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from lxml import etree

from invoice_api.adapters.rules.schema import compile_schema
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.adapters.xml import CAC, CBC
from invoice_api.domain.report import Layer
from invoice_api.testing.mutants import mutants
from invoice_api.testing.official_alone import OfficialAlone, as_told

ON = date(2026, 11, 21)
EXAMPLES = Path(__file__).parents[4] / "examples" / "ehf"
COMPARABLE = (
    "expert-fee.xml",
    "credit-note.xml",
    "supplier.xml",
    "faulty-total.xml",
    "faulty-line-sum.xml",
    "faulty-two-legal-entities.xml",
)
EVERY = 41  # one mutant in so many; all of them are compared before a release


@pytest.fixture(scope="module")
def alone():
    return OfficialAlone()


@pytest.fixture(scope="module")
def schema():
    return compile_schema(
        next(source.path for source in find_sources(None) if source.layer is Layer.XSD)
    )


@pytest.mark.parametrize("name", COMPARABLE)
def test_an_example_breaks_the_rules_that_it_breaks_when_they_run_alone(rules, alone, name):
    document = (EXAMPLES / name).read_bytes()

    told = as_told(rules.submit(document, on=ON).result())

    assert told == alone.broken(document)


@pytest.mark.parametrize("name", ["expert-fee.xml", "credit-note.xml", "supplier.xml"])
def test_a_mutant_breaks_the_rules_that_it_breaks_when_they_run_alone(rules, alone, schema, name):
    document = (EXAMPLES / name).read_bytes()
    compared = 0

    for mutant in islice(mutants(document), 0, None, EVERY):
        edited = mutant.document()
        told = as_told(rules.submit(edited, on=ON).result())
        if schema.validate(etree.fromstring(edited)):
            assert told == alone.broken(edited), mutant.edit
            compared += 1
        else:
            assert told == {}, mutant.edit

    assert compared > 10


def test_each_official_finding_points_at_one_element_and_its_line(rules, expert_fee):
    prefixes = {"cac": CAC, "cbc": CBC}
    broken = expert_fee.replace(b'currencyID="NOK"', b'currencyID="XXX"')
    root = etree.fromstring(broken)

    findings = rules.submit(broken, on=ON).result().findings

    assert len(findings) > 10
    for finding in findings:
        path = finding.place.xpath.replace("/Invoice", "/*", 1)
        (element,) = root.xpath(path, namespaces=prefixes)
        assert element.sourceline == finding.place.line
