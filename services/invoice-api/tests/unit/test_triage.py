"""What follows from a report."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.vocabulary import Text
from invoice_api.adapters.catalogue import rule_catalogue
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.claimants import claimant_of
from invoice_api.domain.document import NOWHERE, Kind
from invoice_api.domain.life_cycle import Step
from invoice_api.domain.report import (
    Finding,
    Layer,
    LayerResult,
    LayerResults,
    LayerStatus,
    RuleSet,
    Severity,
    report_on,
)
from invoice_api.domain.triage import Ground, triage
from invoice_api.testing.documents import a_document

OLD = RuleSet("peppol", "3.0.17", date(2024, 3, 9), "00", current=False)


def a_finding(rule, severity, layer=Layer.HOUSE):
    return Finding(
        rule=rule, layer=layer, severity=severity, text=Text(nb="x", en="x"), place=NOWHERE
    )


def outcome(*findings, failed=None, claimant=Claimant.EXPERT, kind=Kind.INVOICE):
    layers = [LayerResult(Layer.PEPPOL, LayerStatus.PASSED, OLD)]
    if failed:
        layers.append(LayerResult(failed, LayerStatus.ENGINE_FAILURE))
    report = report_on(LayerResults(tuple(layers), findings, a_document()))
    return triage(report, claimant=claimant, kind=kind, catalogue=rule_catalogue())


FATAL = a_finding("HK-ADDR-01", Severity.FATAL)
OUTDATED = a_finding("PEPPOL-EN16931-R010", Severity.FATAL, Layer.PEPPOL)
ASK = a_finding("HK-DUE-02", Severity.DEVIATION)
LOOK = a_finding("HK-BANK-02", Severity.DEVIATION)
WAIT = a_finding("HK-ATT-04", Severity.NOTICE)
TELL = a_finding("HK-DEL-02", Severity.NOTICE)


@pytest.mark.parametrize(
    ("findings", "step", "ground"),
    [
        ((), Step.MATCH, Ground.ALL_AGREES),
        ((TELL,), Step.MATCH, Ground.ALL_AGREES),
        ((FATAL, OUTDATED, ASK), Step.REJECT, Ground.FATAL_FINDING),
        ((OUTDATED, ASK), Step.REVIEW, Ground.OUTDATED_RULES),
        ((ASK, WAIT, LOOK), Step.QUERY, Ground.DEVIATION),
        ((WAIT, LOOK), Step.WAIT, Ground.NOT_ATTESTED),
        ((LOOK,), Step.REVIEW, Ground.PERSON_LOOKS),
    ],
)
def test_the_first_ground_that_holds_decides(findings, step, ground):
    found = outcome(*findings)
    assert (found.step, found.ground) == (step, ground)


@pytest.mark.parametrize("findings", [(), (FATAL,), (ASK,), (WAIT,)])
def test_after_an_engine_failure_a_person_looks_whatever_else_was_found(findings):
    found = outcome(*findings, failed=Layer.EN16931)
    assert (found.step, found.ground) == (Step.REVIEW, Ground.ENGINE_FAILURE)


def test_a_suppliers_invoice_is_confirmed_by_a_person_and_its_credit_note_is_not():
    assert outcome(claimant=Claimant.SUPPLIER).ground is Ground.ORDERER_CONFIRMS
    note = outcome(claimant=Claimant.SUPPLIER, kind=Kind.CREDIT_NOTE)
    assert note.step is Step.MATCH


@pytest.mark.parametrize(
    ("changes", "assigned", "claimant"),
    [
        ({"buyer_reference": "1940AITO", "attachments": ()}, False, Claimant.EXPERT),
        ({"buyer_reference": "1940abcd", "attachments": ()}, True, Claimant.EXPERT),
        ({"buyer_reference": "1940abcd"}, False, Claimant.EXPERT),
        ({"buyer_reference": "1940abcd", "attachments": ()}, False, Claimant.SUPPLIER),
        ({"buyer_reference": None, "attachments": ()}, False, Claimant.SUPPLIER),
    ],
)
def test_an_expert_is_known_by_reference_assignment_or_form(changes, assigned, claimant):
    document = replace(a_document(), **changes)
    assert claimant_of(document, has_open_assignment=assigned) is claimant
