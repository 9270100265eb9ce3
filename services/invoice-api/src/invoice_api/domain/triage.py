"""What happens to a document once its report is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from invoice_api.domain.catalogue.rule import Asked, Catalogue, Claimant
from invoice_api.domain.document import Kind
from invoice_api.domain.life_cycle import Step
from invoice_api.domain.report import Finding, LayerStatus, Report, Severity, Verdict

NOT_ATTESTED = "HK-ATT-04"
"""The finding that makes an expert's invoice wait."""


class Ground(StrEnum):
    """Why a document took the step it took."""

    ENGINE_FAILURE = "engine_failure"
    OUTDATED_RULES = "outdated_rules"
    FATAL_FINDING = "fatal_finding"
    DEVIATION = "deviation"
    NOT_ATTESTED = "not_attested"
    PERSON_LOOKS = "person_looks"
    ORDERER_CONFIRMS = "orderer_confirms"
    ALL_AGREES = "all_agrees"
    RECEIVED = "received"
    CREDITED = "credited"
    DECIDED_BY_PERSON = "decided_by_person"
    FOUR_EYES = "four_eyes"
    PAID = "paid"
    PAYMENT_REFUSED = "payment_refused"
    CHECK_AGAIN = "check_again"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step, its ground, and the rules that led to it."""

    step: Step
    ground: Ground
    rules: tuple[str, ...] = ()


def triage(
    report: Report, *, claimant: Claimant, kind: Kind | None, catalogue: Catalogue
) -> Outcome:
    """Return what to do with a document: the first of these that holds.

    An engine that failed, or rules too old to reject by, need a person. Anything else fatal
    rejects. A deviation asks the sender. An expert's invoice waits for its attestation. What only
    a person can settle goes to a person, and so does a supplier's invoice, which the orderer
    confirms. The rest is matched.

    Args:
        report: what the layers found.
        claimant: expert or supplier.
        kind: invoice or credit note; `None` when the document did not fit the schema.
        catalogue: the rules of the house, which say who is asked.
    """
    if any(layer.status is LayerStatus.ENGINE_FAILURE for layer in report.layers):
        return Outcome(Step.REVIEW, Ground.ENGINE_FAILURE)
    fatal = _rules(f for f in report.findings if f.severity is Severity.FATAL)
    match report.verdict:
        case Verdict.UNDETERMINED:
            return Outcome(Step.REVIEW, Ground.OUTDATED_RULES, fatal)
        case Verdict.INVALID:
            return Outcome(Step.REJECT, Ground.FATAL_FINDING, fatal)
        case Verdict.VALID:
            return _of_valid(report.findings, claimant, kind, catalogue)


def _of_valid(
    findings: tuple[Finding, ...], claimant: Claimant, kind: Kind | None, catalogue: Catalogue
) -> Outcome:
    deviations = [f for f in findings if f.severity is Severity.DEVIATION]
    for_person = _rules(f for f in deviations if _asks_person(f, catalogue))
    for_sender = _rules(f for f in deviations if not _asks_person(f, catalogue))
    if for_sender:
        return Outcome(Step.QUERY, Ground.DEVIATION, (*for_sender, *for_person))
    if any(f.rule == NOT_ATTESTED for f in findings):
        return Outcome(Step.WAIT, Ground.NOT_ATTESTED, (NOT_ATTESTED,))
    if for_person:
        return Outcome(Step.REVIEW, Ground.PERSON_LOOKS, for_person)
    if claimant is Claimant.SUPPLIER and kind is Kind.INVOICE:
        return Outcome(Step.REVIEW, Ground.ORDERER_CONFIRMS)
    return Outcome(Step.MATCH, Ground.ALL_AGREES)


def _asks_person(finding: Finding, catalogue: Catalogue) -> bool:
    rule = catalogue.rules.get(finding.rule)
    return rule is not None and rule.asked is Asked.PERSON


def _rules(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule for finding in findings))
