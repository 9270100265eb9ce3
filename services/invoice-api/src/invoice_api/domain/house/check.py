"""The check of a document against the rules of the house."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from invoice_api.domain.catalogue.rule import Catalogue, Rule, Weight
from invoice_api.domain.document import Document
from invoice_api.domain.house import (
    attachments,
    attestation,
    bank,
    credit,
    fees,
    heading,
    outlays,
    privacy,
    receiver,
    references,
    tax,
)
from invoice_api.domain.house.breach import Breach, Test
from invoice_api.domain.house.circumstances import Circumstances
from invoice_api.domain.report import Finding, Layer, Severity

TESTS: Final[Mapping[str, Test]] = MappingProxyType(
    {
        "HK-ADDR-01": receiver.hk_addr_01,
        "HK-CHAN-01": receiver.hk_chan_01,
        "HK-REF-01": references.hk_ref_01,
        "HK-REF-02": references.hk_ref_02,
        "HK-CASE-01": references.hk_case_01,
        "HK-CASE-02": references.hk_case_02,
        "HK-OUR-01": references.hk_our_01,
        "HK-NUM-01": references.hk_num_01,
        "HK-SENDER-01": heading.hk_sender_01,
        "HK-DEL-01": heading.hk_del_01,
        "HK-DEL-02": heading.hk_del_02,
        "HK-DATE-01": heading.hk_date_01,
        "HK-DUE-01": heading.hk_due_01,
        "HK-DUE-02": heading.hk_due_02,
        "HK-BANK-01": bank.hk_bank_01,
        "HK-BANK-02": bank.hk_bank_02,
        "HK-LINE-01": fees.hk_line_01,
        "HK-RATE-01": fees.hk_rate_01,
        "HK-RATE-02": fees.hk_rate_02,
        "HK-TRAVEL-01": fees.hk_travel_01,
        "HK-ABSENCE-01": fees.hk_absence_01,
        "HK-RECORD-01": fees.hk_record_01,
        "HK-ATT-01": attestation.hk_att_01,
        "HK-ATT-02": attestation.hk_att_02,
        "HK-ATT-03": attestation.hk_att_03,
        "HK-ATT-04": attestation.hk_att_04,
        "HK-OUT-01": outlays.hk_out_01,
        "HK-OUT-03": outlays.hk_out_03,
        "HK-OUT-04": outlays.hk_out_04,
        "HK-FILE-01": attachments.hk_file_01,
        "HK-TAX-02": tax.hk_tax_02,
        "HK-TAX-03": tax.hk_tax_03,
        "HK-CRED-01": credit.hk_cred_01,
        "HK-PRIV-01": privacy.hk_priv_01,
    }
)
"""Every rule that a document can break, with its test."""


def check(
    document: Document, circumstances: Circumstances, catalogue: Catalogue
) -> tuple[Finding, ...]:
    """Return what the rules of the house find in a document, in the order of the table."""
    return tuple(_findings(document, circumstances, catalogue))


def _findings(
    document: Document, circumstances: Circumstances, catalogue: Catalogue
) -> Iterator[Finding]:
    for rule_id, test in TESTS.items():
        rule = catalogue.rules.get(rule_id)
        if rule is not None and rule.applies(
            claimant=circumstances.claimant, kind=document.kind, on=circumstances.received_on
        ):
            for breach in test(document, circumstances):
                yield finding(rule, breach)


class WeightNotDeclared(ValueError):
    """A rule's function chose a weight that the catalogue does not give the rule."""


def finding(rule: Rule, breach: Breach) -> Finding:
    """Return a breach of a rule as a finding of the report.

    Raises:
        WeightNotDeclared: the catalogue does not know the breach's weight for the rule.
    """
    if breach.weight is not None and breach.weight not in rule.also:
        raise WeightNotDeclared(rule.rule_id)
    return Finding(
        rule=rule.rule_id,
        layer=Layer.HOUSE,
        severity=_SEVERITIES[breach.weight or rule.weight],
        text=rule.text,
        place=breach.place,
        term=breach.term,
        expected=breach.expected,
        found=breach.found,
        fix=breach.fix,
        beyond_source=rule.beyond_source,
    )


_SEVERITIES: Final[Mapping[Weight, Severity]] = MappingProxyType(
    {
        Weight.FATAL: Severity.FATAL,
        Weight.DEVIATION: Severity.DEVIATION,
        Weight.NOTICE: Severity.NOTICE,
    }
)
