"""The examples, sent in for real: kept, and led where their verdict leads."""

import json

import pytest

from invoice_api.testing.ehf import EXAMPLES, ehf
from invoice_api.testing.service import EXPERT, enterprise_register, running

EXPECTED = json.loads((EXAMPLES / "expected.json").read_text("utf-8"))
READABLE = [name for name, expected in EXPECTED.items() if "verdict" in expected]
STATUSES = {
    "invalid": {"rejected"},
    "undetermined": {"validating"},
    "valid": {"waiting_for_attestation", "queried", "in_review", "matched"},
}


@pytest.fixture
async def service(database, rules):
    register = enterprise_register({EXPERT: "ENK"})
    async with running(database.app_url, rules, register, verdict_wait_s=20) as service:
        yield service


async def test_each_example_is_kept_and_led_where_its_verdict_leads(service):
    deliverer = service.organisation("974760673", "invoice:deliver")
    for number, name in enumerate(READABLE):
        sent = await service.send(ehf(name.removesuffix(".xml"), ID=f"n{number}"), deliverer)
        assert sent.status_code == 201, name
        body = sent.json()
        expected = EXPECTED[name]
        assert body["status"] in STATUSES[expected["verdict"]], (name, body["latest"])
        if body["report"] is not None:
            found = {finding["rule"] for finding in body["report"]["findings"]}
            assert set(expected["rules"]) <= found, name


async def test_the_old_address_is_accepted_with_a_notice(service):
    body = (await service.send(ehf("expert-fee-9908"))).json()
    assert body["status"] == "waiting_for_attestation"
    house = [f["rule"] for f in body["report"]["findings"] if f["layer"] == "house"]
    assert "HK-ADDR-02" in house
