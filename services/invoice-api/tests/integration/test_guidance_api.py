"""What anybody may ask, without a token."""


async def test_the_rules_come_with_their_sources_and_choices(service):
    body = (await service.client.get("/v1/rules")).json()
    rules = {rule["rule"]: rule for rule in body["rules"]}
    assert rules["HK-RATE-01"]["citation"]["section"]
    assert rules["HK-CASE-01"]["interpretations"][0]["interpretation_id"] == "V03"
    assert rules["HK-BANK-02"]["beyond_source"] is True
    assert {"HK-FILE-01", "XSD-BASE64", "ENGINE-EXCEPTION", "ENGINE-TIMEOUT"} <= set(rules)
    rates = {rate["starts_on"]: rate for rate in body["hourly_rates"]}
    assert rates["2024-07-01"]["kroner"] == "1265.00"
    assert rates["2015-01-01"]["confirmed"] is False
    assert {fraction["fraction"] for fraction in body["fractions"]} == {"4/5", "2/3", "1/2", "7/10"}


async def test_where_to_reach_the_agency(service):
    body = (await service.client.get("/v1/contact-points")).json()
    kinds = {point["kind"]: point for point in body["items"]}
    assert kinds["e_invoice"]["value"] == "9908:984936966"
    assert kinds["phone"]["newer"]["en"]
    assert (body["switchboard"]["opens"] is None) == (body["switchboard"]["closes"] is None)


async def test_a_complaint_goes_to_who_decided(service):
    path = "/v1/complaint-routes"
    known = (await service.client.get(path, params={"body": "Helfo"})).json()
    assert known["answer"]["body"] == "Helfo"
    assert "Helfo" in known["answer"]["text"]["nb"]
    travel = (await service.client.get(path, params={"body": "pasientreiser"})).json()
    assert "3702 Skien" in travel["answer"]["text"]["nb"]
    unknown = (await service.client.get(path, params={"body": "nav"})).json()
    assert unknown["answer"] is None
    assert len(unknown["bodies"]) == 11
    assert "32" in unknown["known"]["nb"]


async def test_the_service_is_live_and_ready(service):
    for path in ("/health/live", "/health/ready"):
        assert (await service.client.get(path)).status_code == 200
