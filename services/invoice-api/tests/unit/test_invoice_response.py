"""Messages to sellers are Peppol Invoice Responses (BIS 63, transaction T111)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from lxml import etree
from stdnum.no import orgnr

from contracts.vocabulary import Text
from invoice_api.adapters.response_writer import write_response
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.adapters.xml import CAC, CBC
from invoice_api.domain.document import NOWHERE, Kind
from invoice_api.domain.invoice import Channel, Decision, Invoice, KeptReport
from invoice_api.domain.invoice_response import responses
from invoice_api.domain.life_cycle import Status, Step
from invoice_api.domain.report import Finding, Layer, Severity, Verdict
from invoice_api.domain.triage import Ground

AT = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"

TOLD = {
    "AB": [(Step.VALIDATE, Status.VALIDATING)],
    "IP": [(Step.WAIT, Status.WAITING_FOR_ATTESTATION)],
    "UQ": [(Step.QUERY, Status.QUERIED)],
    "RE": [(Step.REJECT, Status.REJECTED)],
    "AP": [(Step.APPROVE, Status.APPROVED)],
    "PD": [(Step.PAY, Status.PAID_OUT)],
}
ASKS = {"UQ": "PIN", "RE": "NIN"}

# What T111 lets each element hold: the first must be there, the second may be.
PARTY = ({"cbc:EndpointID", "cac:PartyLegalEntity"}, {"cac:PartyIdentification"})
MODEL = {
    "ApplicationResponse": (
        {
            *("cbc:CustomizationID", "cbc:ProfileID", "cbc:ID", "cbc:IssueDate"),
            *("cac:SenderParty", "cac:ReceiverParty", "cac:DocumentResponse"),
        },
        {"cbc:IssueTime", "cbc:Note"},
    ),
    "cac:SenderParty": (PARTY[0], {*PARTY[1], "cac:Contact"}),
    "cac:ReceiverParty": PARTY,
    "cac:PartyLegalEntity": ({"cbc:RegistrationName"}, set()),
    "cac:DocumentResponse": (
        {"cac:Response", "cac:DocumentReference"},
        {"cac:IssuerParty", "cac:RecipientParty"},
    ),
    "cac:Response": ({"cbc:ResponseCode"}, {"cbc:EffectiveDate", "cac:Status"}),
    "cac:Status": (set(), {"cbc:StatusReasonCode", "cbc:StatusReason", "cac:Condition"}),
    "cac:DocumentReference": ({"cbc:ID", "cbc:DocumentTypeCode"}, {"cbc:IssueDate"}),
}
CODES = {
    "OPStatusReason": {
        *("NON", "REF", "LEG", "REC", "QUA", "DEL", "PRI", "QTY", "ITM", "PAY"),
        *("UNR", "FIN", "PPD", "OTH"),
    },
    "OPStatusAction": {"NOA", "PIN", "NIN", "CNF", "CNP", "CNA", "OTH"},
    "UNCL4343OpSubset": {"AB", "AP", "RE", "IP", "UQ", "CA", "PD"},
    "UNCL1001": {"380", "381"},
}

# The head of UBL 2.1 ApplicationResponse; no package has it, but all that it is made of.
SCHEMA = """\
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="{root}"
            xmlns:cac="{cac}" xmlns:cbc="{cbc}" elementFormDefault="qualified">
  <xsd:import namespace="{cac}" schemaLocation="{folder}/UBL-CommonAggregateComponents-2.1.xsd"/>
  <xsd:import namespace="{cbc}" schemaLocation="{folder}/UBL-CommonBasicComponents-2.1.xsd"/>
  <xsd:element name="ApplicationResponse"><xsd:complexType><xsd:sequence>
    <xsd:element ref="cbc:UBLVersionID" minOccurs="0"/>
    <xsd:element ref="cbc:CustomizationID" minOccurs="0"/>
    <xsd:element ref="cbc:ProfileID" minOccurs="0"/>
    <xsd:element ref="cbc:ID"/>
    <xsd:element ref="cbc:IssueDate"/>
    <xsd:element ref="cbc:IssueTime" minOccurs="0"/>
    <xsd:element ref="cbc:Note" minOccurs="0" maxOccurs="unbounded"/>
    <xsd:element ref="cac:SenderParty"/>
    <xsd:element ref="cac:ReceiverParty"/>
    <xsd:element ref="cac:DocumentResponse" minOccurs="0" maxOccurs="unbounded"/>
  </xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>"""


def an_invoice(kind=Kind.INVOICE):
    return Invoice(
        invoice_id=UUID(int=7),
        channel=Channel.EHF,
        kind=kind,
        seller="310987654",
        number="2024-17",
        holds_number=True,
        same_number_as=None,
        status=Status.RECEIVED,
        claimant=None,
        content=None,
        reportable=None,
        attempts=0,
        submitted_by="org:310987654",
        version=1,
        received_at=AT,
    )


def a_decision(no, step, status, **changes):
    ground = Ground.DECIDED_BY_PERSON
    decision = Decision(
        no=no,
        step=step,
        status=status,
        ground=ground,
        rules=(),
        reason=None,
        decided_by="system:invoice-api",
        decided_at=AT + timedelta(minutes=no),
    )
    return replace(decision, **changes)


def a_report(*findings):
    return KeptReport(Verdict.VALID, (), findings)


def a_finding(rule, words):
    text = Text(nb=words, en=words)
    return Finding(
        rule=rule, layer=Layer.HOUSE, severity=Severity.DEVIATION, text=text, place=NOWHERE
    )


def messages(steps, *, kind=Kind.INVOICE, rules=(), reason=None, reports=()):
    decisions = [
        a_decision(no, step, status, rules=rules, reason=reason)
        for no, (step, status) in enumerate(steps, 1)
    ]
    return [
        (response, write_response(an_invoice(kind), response))
        for response in responses(decisions, reports)
    ]


@pytest.fixture(scope="module")
def schema():
    folder = find_sources(None)[0].path.parent / "common"
    text = SCHEMA.format(root=ROOT, cac=CAC, cbc=CBC, folder=folder.as_uri())
    return etree.XMLSchema(etree.fromstring(text))


def named(element):
    prefixes = {CAC: "cac:", CBC: "cbc:", ROOT: ""}
    name = etree.QName(element)
    return prefixes[name.namespace] + name.localname


def faults(root):
    """Return what T111 has against a message."""
    for element in root.iter(etree.Element):
        inside = [named(child) for child in element]
        must, may = MODEL.get(named(element), (set(), set()))
        yield from (f"{named(element)} lacks {name}" for name in must - {*inside})
        yield from (f"{named(element)} holds {name}" for name in {*inside} - must - may)
        if not inside and not (element.text or "").strip():
            yield f"{named(element)} is empty"
        codes = CODES.get(element.get("listID", ""))
        if codes is not None and element.text not in codes:
            yield f"{element.text} is not in {element.get('listID')}"
        if element.get("schemeID") == "0192" and not orgnr.is_valid(element.text):
            yield f"{element.text} is no organisation number"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("code", TOLD)
def test_each_status_is_told_as_t111_asks(schema, code, kind):
    report = (AT, a_report(a_finding("HK-REF-02", "Feil referanse.")))
    ((response, text),) = messages(TOLD[code], kind=kind, rules=("HK-REF-02",), reports=[report])
    root = etree.fromstring(text.encode())

    schema.assertValid(root)
    assert list(faults(root)) == []
    assert root.findtext(f"{{{CBC}}}CustomizationID").endswith(":trns:invoice_response:3")
    assert root.findtext(f"{{{CBC}}}ProfileID").endswith(":bis:invoice_response:3")
    assert (response.code, root.findtext(f".//{{{CBC}}}ResponseCode")) == (code, code)
    lists = [(e.get("listID"), e.text) for e in root.iter(f"{{{CBC}}}StatusReasonCode")]
    asked = [("OPStatusReason", "REF"), ("OPStatusAction", ASKS[code])] if code in ASKS else []
    assert lists == asked


def test_what_t111_has_against_a_message_is_seen():
    ((_, text),) = messages(TOLD["RE"], rules=("HK-NUM-01",))
    for good, bad, fault in (
        (">REF<", ">XXX<", "XXX is not in OPStatusReason"),
        (">310987654</cbc:E", ">310987655</cbc:E", "310987655 is no organisation number"),
        (">2024-17<", "><", "cbc:ID is empty"),
    ):
        assert list(faults(etree.fromstring(text.replace(good, bad)))) == [fault]


def test_a_persons_reason_is_told_in_their_words():
    ((response, text),) = messages(TOLD["RE"], reason="Arbeidet er ikke bestilt.")
    (why,) = response.clarifications
    assert (why.code, why.rule) == ("OTH", "")
    assert "<cbc:StatusReason>Arbeidet er ikke bestilt.</cbc:StatusReason>" in text


def test_the_day_is_that_of_norway():
    ((_, text),) = messages(TOLD["AB"])
    assert "<cbc:IssueDate>2026-03-05</cbc:IssueDate>" in text
    assert "<cbc:IssueTime>00:31:00</cbc:IssueTime>" in text


def test_nothing_is_told_twice_and_what_was_told_stays_as_it_was():
    steps = [
        (Step.VALIDATE, Status.VALIDATING),
        (Step.QUERY, Status.QUERIED),
        (Step.WAIT, Status.WAITING_FOR_ATTESTATION),
        (Step.MATCH, Status.MATCHED),
        (Step.APPROVE, Status.APPROVED),
    ]
    first = (AT + timedelta(seconds=90), a_report(a_finding("HK-REF-02", "Første ord.")))
    later = (AT + timedelta(hours=1), a_report(a_finding("HK-REF-02", "Andre ord.")))
    then = messages(steps[:2], rules=("HK-REF-02",), reports=[first])
    now = messages(steps, rules=("HK-REF-02",), reports=[first, later])
    assert [response.code for response, _ in now] == ["AB", "UQ", "IP", "AP"]
    assert now[:2] == then
    assert "Første ord." in now[1][1]
