"""What the gateway answers itself."""

import hashlib
import json
import re
from base64 import b64encode

import httpx
import pytest

from contracts.problems import PROBLEM_TYPES
from gateway.inside_app import inside_app
from gateway.testing.stack import request

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "A <title>"},
    "paths": {
        "/travel/v1/claims": {
            "post": {
                "operationId": "submit_claim",
                "summary": "Submit <a> claim",
                "tags": ["claims"],
                "security": [{"bearer": ["travel:claim"]}],
            }
        }
    },
}


@pytest.fixture
async def documented(start, tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(DOCUMENT))
    return await start(openapi_path=path)


async def test_every_problem_has_a_page_in_norwegian_and_english(stack):
    async with stack.connect() as client:
        for slug, kind in PROBLEM_TYPES.items():
            reply = await client.ask(request("GET", f"/problems/{slug}"))
            assert reply.status == 200
            page = reply.body.decode()
            assert f'<section lang="nb"><h1>{kind.title.nb}' in page
            assert '<section lang="en">' in page
            assert "default-src 'none'" in reply.get("content-security-policy")
            assert "script" not in reply.get("content-security-policy")


async def test_a_problem_that_does_not_exist_has_no_page(stack):
    assert (await stack.ask(request("GET", "/problems/made-up"))).status == 404


async def test_the_api_document_is_served_as_it_was_given(documented):
    reply = await documented.ask(request("GET", "/openapi.json"))
    assert (reply.get("content-type"), json.loads(reply.body)) == ("application/json", DOCUMENT)


async def test_the_reference_runs_its_own_script_only_and_asks_nobody_else(documented):
    reply = await documented.ask(request("GET", "/docs"))
    page, policy = reply.body.decode(), reply.get("content-security-policy")

    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "connect-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "A &lt;title&gt;" in page
    assert not re.search("(?:src|href|action)=.?http", page)


async def test_without_a_document_there_is_none(stack):
    for path in ("/openapi.json", "/docs"):
        assert (await stack.ask(request("GET", path))).status == 404


async def test_the_inside_port_gives_keys_and_metrics(stack):
    await stack.ask(request("GET", "/travel/v1/rules/echo"))
    transport = httpx.ASGITransport(inside_app(stack.gateway.inside, stack.gateway.metrics))
    async with httpx.AsyncClient(transport=transport, base_url="http://inside") as client:
        keys = (await client.get("/.well-known/jwks.json")).json()["keys"]
        metrics = (await client.get("/metrics")).text

    assert len({key["kid"] for key in keys}) == 2
    assert all(key["kty"] == "EC" and "d" not in key for key in keys)
    labels = 'method="GET",route="/travel/v1/rules/{case}",status="200"'
    assert f"gateway_requests_total{{{labels}}} 1.0" in metrics
    assert f"gateway_request_seconds_count{{{labels}}} 1.0" in metrics
    assert f'gateway_request_seconds_bucket{{le="+Inf",{labels}}} 1.0' in metrics


async def test_own_pages_are_logged_by_their_template(stack):
    for path in ("/problems/not-found", "/nothing/15853248712"):
        await stack.ask(request("GET", path))
    assert [entry["route"] for entry in stack.log.entries] == ["/problems/{slug}", "unmatched"]


async def test_health_is_not_counted(stack):
    await stack.ask(request("GET", "/health/live"))
    assert stack.log.entries == []


ORIGIN, OTHER = "https://pages.example", "https://evil.example"


async def test_origins_are_a_list_that_is_empty_unless_filled(stack):
    asked = request("OPTIONS", "/travel/v1/rules/echo", None, f"Origin: {ORIGIN}")
    reply = await stack.ask(asked)
    assert (reply.status, reply.get("allow")) == (405, "GET")
    assert reply.get("access-control-allow-origin") is None


async def test_a_page_of_a_known_origin_may_ask(start, token):
    stack = await start(cors_origins=[ORIGIN])
    asking = ("Access-Control-Request-Method: POST", f"Origin: {ORIGIN}")
    first = await stack.ask(request("OPTIONS", "/travel/v1/cases/echo", None, *asking))
    then = await stack.ask(request("GET", "/travel/v1/cases/echo", token(), f"Origin: {ORIGIN}"))
    refused = await stack.ask(request("GET", "/travel/v1/cases/echo", None, f"Origin: {ORIGIN}"))

    assert (first.status, first.get("access-control-allow-methods")) == (204, "DELETE, GET, POST")
    for reply in (first, then, refused):
        assert reply.get("access-control-allow-origin") == ORIGIN
        assert reply.get("vary") == "origin"
    assert stack.service.last.get("origin") is None


async def test_a_page_of_another_origin_may_not(start, token):
    stack = await start(cors_origins=[ORIGIN])
    asked = request("OPTIONS", "/travel/v1/cases/echo", None, f"Origin: {OTHER}")
    reply = await stack.ask(asked)
    assert (reply.status, reply.get("access-control-allow-origin")) == (405, None)
    reply = await stack.ask(request("GET", "/travel/v1/cases/echo", token(), f"Origin: {OTHER}"))
    assert (reply.status, reply.get("access-control-allow-origin")) == (200, None)
