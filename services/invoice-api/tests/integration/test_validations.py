"""Validations over HTTP. The service here has no database to reach: nothing may need one."""

import json

import pytest

from invoice_api.adapters.rules.engine import EngineBusy
from invoice_api.adapters.xml import LARGEST_BODY
from invoice_api.testing.ehf import EXAMPLES, ehf
from invoice_api.testing.engines import QuickRules
from invoice_api.testing.service import running

EXPECTED = json.loads((EXAMPLES / "expected.json").read_text("utf-8"))
NOWHERE = "postgresql+asyncpg://nobody:none@127.0.0.1:1/none"


class FullRules(QuickRules):
    """Rules that have no room."""

    async def validate(self, body, *, on):
        del body, on
        raise EngineBusy


@pytest.fixture
async def service(rules):
    async with running(NOWHERE, rules) as service:
        yield service


async def check(service, document, **headers):
    return await service.client.post(
        "/v1/validations",
        content=document,
        headers={"Content-Type": "application/xml", **service.organisation(), **headers},
    )


@pytest.mark.parametrize("name", EXPECTED)
async def test_an_example_is_answered_as_its_list_says(service, name):
    answer = await check(service, (EXAMPLES / name).read_bytes())

    expected = EXPECTED[name]
    if "refused" in expected:
        assert answer.status_code == 422
        assert answer.json()["type"].endswith(f"/problems/{expected['refused']}")
    else:
        body = answer.json()
        assert answer.status_code == 200
        assert body["verdict"] == expected["verdict"]
        assert sorted({finding["rule"] for finding in body["findings"]}) == expected["rules"]


def test_the_list_of_examples_is_whole():
    assert {path.name for path in EXAMPLES.glob("*.xml")} == set(EXPECTED)


async def test_a_report_tells_what_was_checked_by_which_rules(service):
    body = (await check(service, ehf())).json()

    assert body["document"] == {
        "type": "380",
        "number": "2024-0017",
        "seller": "310987654",
        "issue_date": "2024-12-02",
        "payable": "10120.00",
        "currency": "NOK",
    }
    assert [(layer["layer"], layer["status"]) for layer in body["layers"]] == [
        (layer, "passed") for layer in ("xml", "xsd", "en16931", "peppol", "house")
    ]
    rule_sets = {layer["layer"]: layer["rule_set"] for layer in body["layers"]}
    assert rule_sets["en16931"]["version"] == "1.3.16"
    assert rule_sets["peppol"]["current"] is False
    assert rule_sets["xml"] is None


async def test_a_finding_points_at_its_place_and_speaks_both_languages(service):
    body = (await check(service, ehf("faulty-total"))).json()

    (finding,) = body["findings"]
    assert (finding["rule"], finding["layer"]) == ("BR-CO-16", "en16931")
    assert (finding["severity"], finding["official_severity"]) == ("fatal", "fatal")
    assert (finding["xpath"], finding["term"]) == ("/Invoice/cac:LegalMonetaryTotal", "BT-115")
    assert finding["line"] == 1 + ehf("faulty-total").decode().split("<cac:LegalMonetaryTotal>")[
        0
    ].count("\n")
    assert finding["text"]["en"].startswith("Amount due for payment (BT-115) =")
    assert finding["text"]["nb"].startswith("Dokumentet bryter regel BR-CO-16 i EN 16931.")
    assert finding["fix"]["nb"].startswith("Regn summene ut på nytt")


@pytest.mark.parametrize(
    ("document", "status", "slug"),
    [
        (b"", 400, "unreadable-document"),
        (b"no xml", 400, "unreadable-document"),
        (b"<order/>", 422, "not-an-invoice"),
        (b"<!DOCTYPE a><a/>", 422, "doctype-refused"),
        (b" " * (LARGEST_BODY + 1), 413, "body-too-large"),
    ],
)
async def test_what_cannot_be_read_is_a_problem_and_no_report(service, document, status, slug):
    answer = await check(service, document)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"/problems/{slug}")


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "", "xml"])
async def test_only_xml_is_taken(service, media_type):
    assert (await check(service, ehf(), **{"Content-Type": media_type})).status_code == 415


@pytest.mark.parametrize(
    "media_type", ["application/xml", "text/xml; charset=utf-8", "application/vnd.peppol+xml"]
)
async def test_xml_by_any_of_its_names_is_taken(service, media_type):
    assert (await check(service, ehf(), **{"Content-Type": media_type})).status_code == 200


async def test_only_senders_may_validate(service):
    reader = service.staff("reader", "invoice:read")
    access_point = service.organisation("974760673", "invoice:deliver")

    assert (await check(service, ehf(), **reader)).status_code == 403
    assert (await check(service, ehf(), Authorization="Bearer forged")).status_code == 401
    assert (await check(service, ehf(), **access_point)).status_code == 200


async def test_a_full_engine_says_when_to_come_back():
    async with running(NOWHERE, FullRules()) as service:
        answer = await check(service, ehf())

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["type"].endswith("/problems/unavailable")


async def test_everybody_may_read_which_rules_are_used(service):
    answer = await service.client.get("/v1/rule-sets")

    assert answer.status_code == 200
    assert [item["layer"] for item in answer.json()["items"]] == ["xsd", "en16931", "peppol"]
    assert all(len(item["rule_set"]["sha256"]) == 64 for item in answer.json()["items"])
