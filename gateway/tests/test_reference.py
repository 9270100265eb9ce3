"""The API reference, as it is read."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from gateway.pages.markup import Html, joined, tag
from gateway.pages.operation import operation_section
from gateway.pages.reference import operations, reference_page
from gateway.pages.samples import sample
from gateway.pages.schemas import in_words

DOCUMENT = json.loads((Path(__file__).parents[2] / "openapi.json").read_text(encoding="utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = {operation.name: operation for operation in operations(DOCUMENT)}
JSON_BODIES = {
    name: operation.bodies["application/json"]
    for name, operation in OPERATIONS.items()
    if "application/json" in operation.bodies
}


def shown(name: str) -> str:
    return operation_section(OPERATIONS[name], SCHEMAS)


def test_markup_escapes_text_and_leaves_markup():
    assert joined("1 < 2", tag("b", "<i>")) == "1 &lt; 2<b>&lt;i&gt;</b>"
    assert tag("input", value='"', required=True, hidden=False) == '<input value="&quot;" required>'
    assert tag("label", for_="a", data_in="path") == '<label for="a" data-in="path"></label>'
    assert isinstance(tag("p"), Html)


def test_everything_the_document_has_stands_on_the_page():
    page = reference_page(DOCUMENT)
    for operation in OPERATIONS.values():
        assert f'<article class="operation" id="{operation.name}">' in page
    for name in SCHEMAS:
        assert f'id="schema-{name}"' in page


def test_an_operation_says_who_may_call_it_and_what_goes_in_and_out():
    page = shown("submit_invoice")
    for part in (
        "<b>POST</b> <code>/invoice/v1/invoices</code>",
        "a token with <code>invoice:deliver</code> or <code>invoice:submit</code>",
        "<code>application/xml</code>; at most ",
        '201 <code>application/json</code>: <a href="#schema-InvoiceOut">',
        '<a href="#status-415">415</a>',
        "<dt><code>idempotency-key</code> <small>header, required</small></dt>",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("name", "callers"),
    [
        ("list_travel_rules", "everybody, without a token"),
        ("receive_print_callback", "who signs the body"),
        ("approve_invoice", "<code>invoice:approve</code>; staff only"),
        ("submit_claim", "<code>travel:register</code>; a citizen&#x27;s login is at least"),
    ],
)
def test_callers_are_told_as_the_scope_table_has_them(name, callers):
    assert callers in shown(name)


def test_a_form_has_what_the_request_needs_and_suggests_what_is_known():
    form = shown("list_travel_parameters")
    assert '<form data-method="GET" data-path="/travel/v1/parameters">' in form
    assert 'value="2026-03-04"' in form
    assert "<option selected>nb</option>" in shown("get_invoice_view")
    assert '<input type="file" accept="application/pdf,' in shown("create_invoice_upload")
    assert "data-secured" in shown("get_invoice")
    assert ' name="status" data-in="query" data-list>' in shown("list_access_requests")


@pytest.mark.parametrize("name", JSON_BODIES)
def test_a_suggested_body_fits_the_document(name):
    schema = JSON_BODIES[name]
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema_rs.validator_for(whole, validate_formats=True).validate(sample(schema, SCHEMAS))


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "date", "pattern": "^2"}, "string (date)"),
        ({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
         "integer, at least 0 or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/A"}, "default": []},
         'list of <a href="#schema-A">A</a>'),
        ({"enum": ["a", "<"]}, "<code>a</code> or <code>&lt;</code>"),
        ({"type": "string", "pattern": "^a$", "default": "a"},
         "string, like <code>^a$</code>, <code>a</code> unless given"),
        ({}, "anything"),
    ],
)  # fmt: skip
def test_a_type_is_said_in_words(schema, words):
    assert in_words(schema) == words
