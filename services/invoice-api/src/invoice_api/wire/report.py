"""The report of a check as it is answered."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from invoice_api.domain.document import Document
from invoice_api.domain.report import (
    Finding,
    Layer,
    LayerResult,
    LayerStatus,
    Report,
    RuleSet,
    Severity,
    Verdict,
)
from service_kit.wire import Response, TextOut


class RuleSetOut(Response):
    """The rules that a layer is checked by."""

    name: str
    version: str
    published_on: date
    sha256: Annotated[str, Field(description="Hash of the rule files")]
    current: Annotated[
        bool,
        Field(
            description="Published in the last 12 months, or bound to its edition for good. A "
            "fatal finding that comes only from rules that are not current rejects nothing."
        ),
    ]

    @classmethod
    def of(cls, rule_set: RuleSet) -> "RuleSetOut":
        """Return `rule_set` as it goes on the wire."""
        return cls(
            name=rule_set.name,
            version=rule_set.version,
            published_on=rule_set.published_on,
            sha256=rule_set.sha256,
            current=rule_set.current,
        )


class LayerRulesOut(Response):
    """The rules that a layer is checked by now."""

    layer: Layer
    rule_set: RuleSetOut


class RuleSetsOut(Response):
    """The official rules in use."""

    items: list[LayerRulesOut]

    @classmethod
    def of(cls, rule_sets: Mapping[Layer, RuleSet]) -> "RuleSetsOut":
        """Return `rule_sets` as they go on the wire."""
        items = [
            LayerRulesOut(layer=layer, rule_set=RuleSetOut.of(rule_set))
            for layer, rule_set in rule_sets.items()
        ]
        return cls(items=items)


class LayerOut(Response):
    """How one layer went."""

    layer: Layer
    status: LayerStatus
    rule_set: Annotated[
        RuleSetOut | None, Field(description="Null for a layer that no published rules define")
    ]

    @classmethod
    def of(cls, result: LayerResult) -> "LayerOut":
        """Return `result` as it goes on the wire."""
        rule_set = RuleSetOut.of(result.rule_set) if result.rule_set else None
        return cls(layer=result.layer, status=result.status, rule_set=rule_set)


class FindingOut(Response):
    """One thing that a rule says of one place in the document."""

    rule: str
    layer: Layer
    severity: Severity
    official_severity: Annotated[
        str | None, Field(description="The word of the official rules, when it comes from them")
    ]
    xpath: Annotated[
        str, Field(description="Path from the invoice's own root, with the prefixes cac and cbc")
    ]
    line: Annotated[int | None, Field(description="Line of the XML as sent, counted from 1")]
    term: Annotated[str | None, Field(description="Business term of EN 16931, such as BT-146")]
    expected: str | None
    found: str | None
    beyond_source: Annotated[
        bool, Field(description="The rule is an interpretation that Helseklage may switch off")
    ]
    text: TextOut
    fix: Annotated[TextOut | None, Field(description="What to change, where that can be said")]

    @classmethod
    def of(cls, finding: Finding) -> "FindingOut":
        """Return `finding` as it goes on the wire."""
        return cls(
            rule=finding.rule,
            layer=finding.layer,
            severity=finding.severity,
            official_severity=finding.official_severity,
            xpath=finding.place.xpath,
            line=finding.place.line,
            term=finding.term,
            expected=finding.expected,
            found=finding.found,
            beyond_source=finding.beyond_source,
            text=TextOut.of(finding.text),
            fix=TextOut.of(finding.fix) if finding.fix else None,
        )


class DocumentOut(Response):
    """What the document says of itself."""

    type: Annotated[str | None, Field(description="380 is an invoice, 381 a credit note")]
    number: str
    seller: Annotated[
        str | None, Field(description="Organisation number; null when none or a false one is given")
    ]
    issue_date: date
    payable: Annotated[str, Field(description="Amount due for payment, as written")]
    currency: str | None

    @classmethod
    def of(cls, document: Document) -> "DocumentOut":
        """Return what is told of `document`."""
        return cls(
            type=document.type_code,
            number=document.number,
            seller=document.seller.organisation_number,
            issue_date=document.issue_date,
            payable=f"{document.totals.payable:f}",
            currency=document.currency,
        )


class ReportOut(Response):
    """The answer about one document."""

    verdict: Annotated[
        Verdict,
        Field(
            description="`undetermined` when an engine failed, and when everything fatal comes "
            "from rules that are not current: a person must look."
        ),
    ]
    document: Annotated[
        DocumentOut | None, Field(description="Null when the document does not fit the schema")
    ]
    layers: list[LayerOut]
    findings: list[FindingOut]

    @classmethod
    def of(cls, report: Report) -> "ReportOut":
        """Return `report` as it goes on the wire."""
        return cls(
            verdict=report.verdict,
            document=DocumentOut.of(report.document) if report.document else None,
            layers=[LayerOut.of(result) for result in report.layers],
            findings=[FindingOut.of(finding) for finding in report.findings],
        )
