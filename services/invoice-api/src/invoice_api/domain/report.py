"""What a check of a document says: layers, findings, and one verdict."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from contracts.vocabulary import Text
from invoice_api.domain.document import Document, Place


class Layer(StrEnum):
    """What is checked, in the order in which it is checked."""

    XML = "xml"
    XSD = "xsd"
    EN16931 = "en16931"
    PEPPOL = "peppol"
    HOUSE = "house"


class LayerStatus(StrEnum):
    """How a layer went. Only a layer that was run to its end has passed or failed."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ENGINE_FAILURE = "engine_failure"


class Severity(StrEnum):
    """`fatal` rejects, `deviation` stops automatic payment and asks, `notice` informs."""

    FATAL = "fatal"
    DEVIATION = "deviation"
    NOTICE = "notice"


class Verdict(StrEnum):
    """What the findings come to. `undetermined`: nobody can say before a person has looked."""

    VALID = "valid"
    INVALID = "invalid"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules that a layer was checked by, so that a verdict can be repeated."""

    name: str
    version: str
    published_on: date
    sha256: str
    current: bool
    """Published in the last 12 months, or never to be replaced: a fatal finding may reject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule says of one place in the document.

    `term` is the business term of EN 16931. `official_severity` is the word of the official rule
    set, when the finding comes from one.
    """

    rule: str
    layer: Layer
    severity: Severity
    text: Text
    place: Place
    term: str | None = None
    expected: str | None = None
    found: str | None = None
    fix: Text | None = None
    official_severity: str | None = None
    beyond_source: bool = False


@dataclass(frozen=True, slots=True)
class LayerResult:
    """How one layer went, and by which rules. A layer of our own code has no rule set."""

    layer: Layer
    status: LayerStatus
    rule_set: RuleSet | None = None


@dataclass(frozen=True, slots=True)
class LayerResults:
    """What the rule engine answers for one document.

    `document` is there whenever the document fits the schema, also when official rules failed.
    """

    layers: tuple[LayerResult, ...]
    findings: tuple[Finding, ...]
    document: Document | None


@dataclass(frozen=True, slots=True)
class Report:
    """The answer about one document."""

    verdict: Verdict
    document: Document | None
    layers: tuple[LayerResult, ...]
    findings: tuple[Finding, ...]


def report_on(results: LayerResults) -> Report:
    """Return the report that follows from `results`.

    The layers passed or failed by their findings, so that whoever adds or takes away findings
    (house rules, an accepted old code) never has to repair the layers.
    """
    layers = tuple(_judged(result, results.findings) for result in results.layers)
    return Report(
        verdict=verdict(layers, results.findings),
        document=results.document,
        layers=layers,
        findings=results.findings,
    )


def with_house(results: LayerResults, findings: Iterable[Finding]) -> LayerResults:
    """Return `results` with the findings of the house rules added as a layer that was run."""
    kept = tuple(result for result in results.layers if result.layer is not Layer.HOUSE)
    house = LayerResult(Layer.HOUSE, LayerStatus.PASSED)
    return replace(results, layers=(*kept, house), findings=(*results.findings, *findings))


def verdict(layers: Iterable[LayerResult], findings: Iterable[Finding]) -> Verdict:
    """Return what `findings` of `layers` come to.

    `undetermined` when a layer was left unfinished by its engine, and when everything fatal comes
    from rules so old that newer ones may allow it: neither is a ground to reject or to pay.
    """
    layers = tuple(layers)
    if any(result.status is LayerStatus.ENGINE_FAILURE for result in layers):
        return Verdict.UNDETERMINED
    fatal = {finding.layer for finding in findings if finding.severity is Severity.FATAL}
    if not fatal:
        return Verdict.VALID
    return Verdict.UNDETERMINED if fatal <= _outdated(layers) else Verdict.INVALID


def _outdated(layers: Iterable[LayerResult]) -> set[Layer]:
    return {result.layer for result in layers if result.rule_set and not result.rule_set.current}


def _judged(result: LayerResult, findings: Iterable[Finding]) -> LayerResult:
    if result.status not in {LayerStatus.PASSED, LayerStatus.FAILED}:
        return result
    failed = any(f.layer is result.layer and f.severity is Severity.FATAL for f in findings)
    return replace(result, status=LayerStatus.FAILED if failed else LayerStatus.PASSED)
