"""A UBL document becomes the document that rules are asked about."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from invoice_api.adapters import attachments, xml
from invoice_api.adapters.places import Places, term_at
from invoice_api.adapters.ubl import read_document
from invoice_api.domain.document import Identifier, Kind

EXAMPLES = Path(__file__).parents[4] / "examples" / "ehf"


def example(name):
    return read_document(xml.read((EXAMPLES / name).read_bytes()))


def changed(body, old, new):
    assert old in body
    return read_document(xml.read(body.replace(old, new)))


def test_an_expert_fee_is_read_whole():
    document = example("expert-fee.xml")

    assert (document.kind, document.type_code, document.number) == (
        Kind.INVOICE,
        "380",
        "2024-0017",
    )
    assert (document.issue_date, document.due_date) == (date(2024, 12, 2), date(2025, 1, 1))
    assert document.delivery_date == date(2024, 11, 29)
    assert (document.currency, document.buyer_reference) == ("NOK", "1940aito")
    assert document.delivery_address.street == "Krinkelkroken 1"
    assert document.seller.organisation_number == "310987654"
    assert document.seller.contact_name == "Sigrid Granlund"
    assert document.seller.tax_registration == "Foretaksregisteret"
    assert document.seller.vat_id is None
    assert document.buyer.endpoint == Identifier("0192", "984936966")
    assert document.payment_means[0].account == "86011117912"
    assert document.payment_means[0].kid == "20240017002"
    assert [(line.quantity, line.unit_price, line.amount) for line in document.lines] == [
        (Decimal(3), Decimal("1265.00"), Decimal("3795.00")),
        (Decimal(5), Decimal("1265.00"), Decimal("6325.00")),
    ]
    assert document.lines[0].name == "Utredningsarbeid sak: N2021/01234"
    assert document.totals.payable == Decimal("10120.00")
    (form,) = document.attachments
    assert (form.filename, form.media_type) == ("attesteringsskjema.pdf", "application/pdf")
    assert (form.size, form.looks_like) == (669, "application/pdf")


def test_a_credit_note_is_read_by_its_own_names():
    document = example("credit-note.xml")

    assert (document.kind, document.type_code) == (Kind.CREDIT_NOTE, "381")
    assert document.due_date is None
    assert [(each.number, each.issue_date) for each in document.billing_references] == [
        ("2024-0017", date(2024, 12, 2))
    ]
    assert document.lines[0].quantity == Decimal(5)
    assert document.lines[0].at("quantity").xpath.endswith("CreditNoteLine/cbc:CreditedQuantity")


def test_a_credited_line_without_an_amount_is_read():
    body = (EXAMPLES / "credit-note.xml").read_bytes()
    line = body.index(b"<cac:CreditNoteLine>")
    amount = b'<cbc:LineExtensionAmount currencyID="NOK">6325.00</cbc:LineExtensionAmount>'

    document = read_document(xml.read(body[:line] + body[line:].replace(amount, b"")))

    assert document.lines[0].amount == 0


def test_vat_is_the_sum_in_the_currency_of_the_document():
    document = example("supplier.xml")

    assert document.seller.vat_id == "NO214121301MVA"
    assert (document.totals.without_vat, document.totals.vat) == (Decimal("1960.00"), Decimal(490))
    assert document.lines[0].vat_rate == Decimal(25)


def test_every_field_says_where_it_stands():
    document = example("expert-fee.xml")

    price = document.lines[1].at("unit_price")
    assert price.xpath == "/Invoice/cac:InvoiceLine[2]/cac:Price/cbc:PriceAmount"
    assert (
        "1265.00" in (EXAMPLES / "expert-fee.xml").read_text("utf-8").splitlines()[price.line - 1]
    )


def test_what_is_left_out_stands_where_its_group_stands():
    document = example("expert-fee.xml")

    assert document.order_reference is None
    assert document.at("order_reference") == document.place
    assert document.lines[0].at("note").xpath == "/Invoice/cac:InvoiceLine[1]"


def test_a_wrapped_document_has_the_paths_of_a_bare_one_and_the_lines_of_the_whole_text():
    bare, wrapped = example("expert-fee.xml"), example("expert-fee-wrapped.xml")

    assert wrapped == bare
    assert wrapped.at("buyer_reference").xpath == "/Invoice/cbc:BuyerReference"
    assert wrapped.at("buyer_reference").line == bare.at("buyer_reference").line + 23


def test_charges_and_allowances_of_a_line_are_told_apart(expert_fee):
    both = b"".join(
        b"<cac:AllowanceCharge><cbc:ChargeIndicator>%s</cbc:ChargeIndicator>"
        b'<cbc:Amount currencyID="NOK">%s</cbc:Amount></cac:AllowanceCharge>' % each
        for each in ((b"true", b"10.00"), (b"false", b"3.50"), (b"0", b"0.50"))
    )

    line = changed(expert_fee, b"<cac:Item>", both + b"<cac:Item>").lines[0]

    assert (line.charges, line.allowances) == (Decimal("10.00"), Decimal("4.00"))


def test_a_reference_that_only_carries_a_number_is_no_attachment(expert_fee):
    reference = (
        b"<cac:AdditionalDocumentReference><cbc:ID>N2021/01234</cbc:ID>"
        b"<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"
    )
    with_number = expert_fee.replace(
        b"<cac:AdditionalDocumentReference>", reference + b"<cac:AdditionalDocumentReference>", 1
    )

    document = read_document(xml.read(with_number))

    assert document.object_id == "N2021/01234"
    assert [each.attachment_id for each in document.attachments] == [
        "attesteringsskjema-N2021-01234"
    ]
    assert attachments.attachment(xml.read(with_number), 1).startswith(b"%PDF-")


def test_a_date_may_carry_a_time_zone(expert_fee):
    document = changed(
        expert_fee, b"2024-12-02</cbc:IssueDate>", b"2024-12-02+01:00</cbc:IssueDate>"
    )

    assert document.issue_date == date(2024, 12, 2)


def test_a_year_that_no_calendar_has_cannot_be_read(expert_fee):
    with pytest.raises(ValueError, match="isoformat"):
        changed(expert_fee, b"2024-12-02</cbc:IssueDate>", b"12024-12-02</cbc:IssueDate>")


WITH_CONDITIONS = (
    "/*:Invoice[namespace-uri()='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'][1]"
    f"/*:InvoiceLine[namespace-uri()='{xml.CAC}'][2]/*:Price[namespace-uri()='{xml.CAC}'][1]"
)
WITH_QUALIFIED_NAMES = (
    "/Q{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice[1]"
    f"/Q{{{xml.CAC}}}InvoiceLine[2]/Q{{{xml.CAC}}}Price[1]"
)


@pytest.mark.parametrize("location", [WITH_CONDITIONS, WITH_QUALIFIED_NAMES])
def test_both_ways_that_official_rules_name_a_place_are_followed(expert_fee, location):
    place = Places(xml.read(expert_fee)).called(location)

    assert place.xpath == "/Invoice/cac:InvoiceLine[2]/cac:Price"
    assert place.line is not None


def test_a_place_that_is_not_there_is_given_back_as_it_was_said(expert_fee):
    place = Places(xml.read(expert_fee)).called("/*:Order[1]")

    assert place == ("/*:Order[1]", None)


def test_every_path_of_an_example_finds_its_own_element(expert_fee):
    root = xml.read(expert_fee)
    places = Places(root)
    prefixes = {"cac": xml.CAC, "cbc": xml.CBC}

    for element in root.iter(etree.Element):
        path = places.path_of(element).replace("/Invoice", "/*", 1)
        assert root.xpath(path, namespaces=prefixes) == [element]


def test_terms_are_found_in_invoices_and_credit_notes():
    assert term_at("/CreditNote/cac:CreditNoteLine[3]/cbc:CreditedQuantity") == "BT-129"
    assert term_at("/Invoice/cac:AccountingCustomerParty/cac:Party/cbc:EndpointID") == "BT-49"
    assert term_at("/Invoice/cac:Signature") is None
