import pytest

NOBODY_KNOWN = {"on": "2026-11-21"}


async def verdicts(client, **facts) -> dict[str, str]:
    answer = await client.post("/v1/entitlements", json=NOBODY_KNOWN | facts)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    told = {rule["id"] for rule in body["rules"] if rule["statement"]["nb"]}
    assert all(set(right["rules"]) <= told for right in body["rights"])
    return {right["service"]: right["verdict"] for right in body["rights"]}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"identity_number": "national", "registered_resident": "yes"}, "yes"),
        ({"identity_number": "d_number"}, "no"),
        ({"identity_number": "national"}, "cannot_tell"),
    ],
)
async def test_a_regular_practitioner_is_answered_yes_no_or_cannot_tell(client, facts, verdict):
    found = await verdicts(client, **facts)
    assert found["regular_practitioner"] == verdict
    assert found["emergency"] == "yes"
