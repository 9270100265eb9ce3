"""A machine of the health sector, whose token is worth nothing without its key."""

from local_stack.demo.entrance import Visitor
from local_stack.demo.invoices import SELLER

SEARCH = "/invoice/v1/invoices/searches"


async def test_who_holds_the_key_is_served_and_who_only_has_the_token_is_not(entrance):
    hospital = await entrance.health_organisation(SELLER, "invoice:submit")

    first = await hospital.post(SEARCH, 200, json={})
    again = await hospital.post(SEARCH, 200, json={})
    assert first.json().keys() == again.json().keys()

    thief = Visitor(hospital.client, hospital.token)
    refused = await thief.post(SEARCH, 401, json={})
    assert "DPoP" in refused.headers["www-authenticate"]
