"""The development issuer."""

import subprocess
import sys

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey
from pydantic import ValidationError

from local_stack.issuer.app import create_app
from local_stack.issuer.settings import IssuerSettings

BASE = "http://issuer.test"
PERSON = "15853248712"


@pytest.fixture
async def client():
    settings = IssuerSettings(environment="development", base_url=BASE)
    transport = httpx.ASGITransport(create_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


async def token_of(client, issuer, **wish):
    answer = await client.post(f"/{issuer}/debug/token", json=wish)
    assert answer.status_code == 200, answer.text
    keys = KeySet.import_key_set((await client.get(f"/{issuer}/jwks")).json())
    return jwt.decode(answer.json()["access_token"], keys)


@pytest.mark.parametrize("issuer", ["idporten", "maskinporten", "helseid", "entra"])
async def test_each_issuer_names_itself_as_its_discovery_document_does(client, issuer):
    found = (await client.get(f"/{issuer}/.well-known/openid-configuration")).json()

    assert (await token_of(client, issuer)).claims["iss"] == found["issuer"]
    assert (await client.get(found["jwks_uri"])).json()["keys"]
    assert (await client.post(found["token_endpoint"])).json() == {
        "error": "unsupported_grant_type"
    }


async def test_the_slash_at_the_end_is_part_of_the_name_of_maskinporten_alone(client):
    assert (await token_of(client, "maskinporten")).claims["iss"] == f"{BASE}/maskinporten/"
    assert (await token_of(client, "idporten")).claims["iss"] == f"{BASE}/idporten"


async def test_a_citizen_has_a_subject_per_client_and_no_audience_that_means_anything(client):
    one = (await token_of(client, "idporten", person=PERSON, client_id="a")).claims
    two = (await token_of(client, "idporten", person=PERSON, client_id="b")).claims

    assert one["pid"] == two["pid"] == PERSON
    assert one["sub"] != two["sub"]
    assert (one["acr"], one["aud"]) == ("idporten-loa-high", "unspecified")


async def test_a_machine_has_a_consumer_and_no_subject(client):
    wish = {
        "organisation": "313725730",
        "supplier": "310280848",
        "scope": "helsesak:invoice/submit",
    }
    claims = (await token_of(client, "maskinporten", **wish)).claims

    assert claims["consumer"] == {"authority": "iso6523-actorid-upis", "ID": "0192:313725730"}
    assert claims["supplier"]["ID"] == "0192:310280848"
    assert not {"sub", "aud"} & claims.keys()


async def test_a_health_worker_has_an_access_token_with_scopes_as_a_list(client):
    token = await token_of(client, "helseid", person=PERSON, scope="helsesak:travel/register")

    assert token.header["typ"] == "at+jwt"
    assert token.claims["scope"] == ["helsesak:travel/register"]
    assert token.claims["helseid://claims/identity/security_level"] == "4"


async def test_a_staff_member_has_tenant_object_and_roles(client):
    staff = "00000000-0000-4000-8000-000000000001"
    claims = (await token_of(client, "entra", staff=staff, roles=["invoice:approve"])).claims

    assert (claims["oid"], claims["roles"]) == (staff, ["invoice:approve"])
    assert claims["iss"].endswith(f"/{claims['tid']}/v2.0")


async def test_claims_and_header_can_be_replaced_and_taken_away(client):
    wish = {"claims": {"aud": None, "extra": 1}, "header": {"typ": "odd"}, "expires_in": -60}
    token = await token_of(client, "helseid", **wish)

    assert token.header["typ"] == "odd"
    assert "aud" not in token.claims
    assert token.claims["extra"] == 1
    assert token.claims["exp"] < token.claims["iat"]


async def test_a_rotation_signs_with_the_key_that_was_announced(client):
    before = [key["kid"] for key in (await client.get("/entra/jwks")).json()["keys"]]
    assert (await client.post("/entra/rotations")).status_code == 204
    after = [key["kid"] for key in (await client.get("/entra/jwks")).json()["keys"]]

    assert len(set(before + after)) == 3
    assert before[1] == after[0] == (await token_of(client, "entra")).header["kid"]


async def test_the_token_endpoint_takes_client_credentials_and_a_signed_assertion(client):
    form = {"grant_type": "client_credentials", "client_id": "c", "scope": "s", "organisation": "1"}
    plain = await client.post("/maskinporten/token", data=form)
    assertion = jwt.encode(
        {"alg": "HS256"}, {"iss": "c", "scope": "s", "aud": "x"}, OctKey.generate_key(256)
    )
    bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    form = {"grant_type": bearer, "assertion": assertion}
    asserted = await client.post("/maskinporten/token", data=form)

    assert plain.json()["scope"] == asserted.json()["scope"] == "s"
    assert (await client.post("/maskinporten/token", data=form | {"assertion": "no"})).json() == {
        "error": "invalid_request"
    }


async def test_an_issuer_nobody_knows_is_not_found(client):
    assert (await client.get("/facebook/jwks")).status_code == 404


@pytest.mark.parametrize("environment", [None, "production", "test"])
def test_settings_are_refused_unless_they_say_development(environment):
    given = {} if environment is None else {"environment": environment}
    with pytest.raises(ValidationError):
        IssuerSettings(**given)


def test_the_process_does_not_start_unless_told_that_this_is_development():
    command = [sys.executable, "-m", "local_stack.issuer"]
    ended = subprocess.run(  # noqa: S603  our own module
        command, env={}, capture_output=True, text=True, timeout=60, check=False
    )

    assert ended.returncode == 1
    assert "ISSUER_ENVIRONMENT=development" in ended.stderr
