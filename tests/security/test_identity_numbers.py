"""A national identity number that is pushed in anywhere comes out nowhere."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from uuid import UUID, uuid4

import httpx
import pytest

from contracts.scopes import OPERATIONS, Operation
from local_stack.demo import access, travel
from local_stack.demo.entrance import Entrance
from local_stack.demo.patience import until
from service_kit.testing import synthetic_number

NUMBER = synthetic_number(41)
PARTS = (NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}")
MEMBER = UUID("00000000-0000-4000-8000-00000000abcd")
OURS = ("gateway", "invoice", "travel", "access")
STAFF_SCOPES = sorted({s for o in OPERATIONS for s in o.scopes})
BODIES = (
    {"json": {"national_id": NUMBER, NUMBER: NUMBER, "person": {"national_id": NUMBER}}},
    {"json": [NUMBER]},
    {"json": NUMBER},
    {"content": NUMBER.encode(), "headers": {"Content-Type": f"text/{NUMBER}"}},
    {"content": f"<a>{NUMBER}</a>".encode(), "headers": {"Content-Type": "application/xml"}},
    {"content": b'{"' + NUMBER.encode(), "headers": {"Content-Type": "application/json"}},
)


def shows_it(text: str) -> bool:
    return any(part in text for part in PARTS)


def requests(operation: Operation) -> Iterator[dict]:
    """Yield requests of `operation` with the number wherever a client can put one."""
    parts = operation.path.split("/")
    paths = {
        "/".join(nowhere if part.startswith("{") else part for part in parts)
        for nowhere in (NUMBER, str(uuid4()))
    }
    for path, body in product(sorted(paths), BODIES if operation.method == "POST" else ({},)):
        names = ("cursor", "limit", "status", "lang", "on", "after", "year", NUMBER)
        yield {
            "method": operation.method,
            "url": f"/{operation.service}{path}",
            "params": dict.fromkeys(names, NUMBER),
            **body,
            "headers": {
                "Idempotency-Key": NUMBER,
                "X-Request-Id": NUMBER,
                "If-Match": f'"{NUMBER}"',
                "User-Agent": NUMBER,
                **body.get("headers", {}),
            },
        }


async def tokens(entrance: Entrance) -> list[str | None]:
    """Return a token of each kind of caller, each with every scope it can have."""
    staff = await entrance.staff(MEMBER, *STAFF_SCOPES)
    citizen = await entrance.citizen(NUMBER, "access:request", "travel:claim")
    machine = await entrance.organisation("310987654", *STAFF_SCOPES)
    return [None, staff.token, citizen.token, machine.token]


async def push_everywhere(entrance: Entrance) -> list[httpx.Response]:
    """Send the number everywhere and return the answers that are problems."""
    answers = []
    for token, operation in product(await tokens(entrance), OPERATIONS):
        for request in requests(operation):
            authorization = {"Authorization": f"Bearer {token}"} if token else {}
            request["headers"] |= authorization
            answers.append(await entrance.gateway.request(**request))
    return [answer for answer in answers if answer.status_code >= 400]


@pytest.fixture(scope="module")
def pushed() -> dict[str, list[httpx.Response]]:
    """What the first test learnt, for the tests after it."""
    return {}


async def test_no_problem_body_or_header_shows_it(entrance, pushed):
    refused = pushed["refused"] = await push_everywhere(entrance)

    assert {answer.status_code for answer in refused} >= {400, 401, 403, 404, 415, 422}
    for answer in refused:
        assert answer.status_code < 500, answer.text
        told = answer.text + str(answer.headers)
        assert not shows_it(told), f"{answer.request.method} {answer.status_code}"


async def test_no_log_metric_or_span_shows_it(entrance, suite, collector, pushed):
    assert pushed["refused"]
    citizen = await entrance.citizen(NUMBER, "travel:claim")
    await citizen.post(
        "/travel/v1/claims", status=201, json=travel.a_claim(NUMBER, date(2026, 3, 4))
    )
    login = await entrance.organisation(access.HELSENORGE, "access:lookup")
    await login.post("/access/v1/status-lookups", json={"national_id": NUMBER})

    async def spans_of_all() -> bool | None:
        return {span.service.split("-")[0] for span in collector.spans} >= set(OURS) or None

    await until(spans_of_all, "spans of every process")

    for name in OURS:
        log = (suite.logs / f"{name}.log").read_text(encoding="utf-8")
        assert log, name
        assert not shows_it(log), name
    async with httpx.AsyncClient(trust_env=False) as prometheus:
        for name in ("gateway_inside", "invoice_metrics", "travel_metrics", "access_metrics"):
            metrics = (await prometheus.get(f"{suite.url(name)}/metrics")).text
            assert "_total" in metrics
            assert not shows_it(metrics), name
    assert [span.raw for span in collector.spans if shows_it(span.raw)] == []
