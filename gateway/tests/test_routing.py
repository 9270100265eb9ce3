"""From a method and a path to an operation."""

import pytest

from contracts.scopes import Operation
from gateway.refusals import Refusal
from gateway.routing import RouteTable


def an_operation(name, method="GET", path="/v1/claims", service="travel"):
    return Operation(service=service, name=name, method=method, path=path)


TABLE = RouteTable(
    [
        an_operation("search", "POST", "/v1/claims/searches"),
        an_operation("read", "GET", "/v1/claims/{claim_id}"),
        an_operation("submit", "POST", "/v1/claims"),
        an_operation("letter", "GET", "/v1/claims/{claim_id}/decisions/{number}/letter"),
        an_operation("invoice", "GET", "/v1/invoices/{invoice_id}", service="invoice"),
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "/travel/v1/claims", "submit"),
        ("POST", "/travel/v1/claims/searches", "search"),
        ("GET", "/travel/v1/claims/42", "read"),
        ("HEAD", "/travel/v1/claims/42", "read"),
        ("GET", "/travel/v1/claims/42/decisions/1/letter", "letter"),
        ("GET", "/invoice/v1/invoices/7", "invoice"),
    ],
)
def test_a_request_finds_its_operation(method, path, name):
    route = TABLE.match(method, path)
    assert route.operation.name == name
    assert route.audience == f"{route.service}-api"


def test_a_route_is_named_by_its_template():
    assert TABLE.match("GET", "/travel/v1/claims/42").template == "/travel/v1/claims/{claim_id}"


@pytest.mark.parametrize(
    "path",
    ["/", "/travel", "/travel/v1", "/travel/v1/claims/", "/travel/v1/claims/42/decisions",
     "/v1/claims", "/invoice/v1/claims", "/travel/v1/claims//decisions/1/letter",
     "/TRAVEL/v1/claims"],
)  # fmt: skip
def test_what_is_not_in_the_table_does_not_exist(path):
    with pytest.raises(Refusal) as refusal:
        TABLE.match("GET", path)
    assert refusal.value.status == 404


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/travel/v1/claims", b"POST"),
        ("DELETE", "/travel/v1/claims/searches", b"POST"),
        ("GET", "/travel/v1/claims/searches", b"POST"),
        ("OPTIONS", "/travel/v1/claims/42", b"GET"),
        ("HEAD", "/travel/v1/claims", b"POST"),
        ("get", "/travel/v1/claims/42", b"GET"),
    ],
)
def test_a_wrong_method_is_told_which_are_right(method, path, allow):
    with pytest.raises(Refusal) as refusal:
        TABLE.match(method, path)
    assert refusal.value.status == 405
    assert refusal.value.headers == ((b"allow", allow),)


def test_one_path_and_method_lead_to_one_operation():
    with pytest.raises(ValueError, match="twice"):
        RouteTable([an_operation("a"), an_operation("b")])
