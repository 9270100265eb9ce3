"""What a request sets going is one trace: gateway, service, SQL, outbox and relay, as one tree."""

import secrets
from datetime import date

import pytest

from local_stack.demo import invoices, travel
from local_stack.demo.patience import until
from local_stack.demo.summary import somebody_new
from local_stack.span_collector import CollectedSpan, SpanCollector

CLIENT = "00f067aa0ba902b7"
"""The caller's own span, above everything of ours."""


@pytest.fixture
def trace_id() -> str:
    return secrets.token_hex(16)


def handed_over(trace_id: str) -> dict[str, str]:
    """Return the header by which a caller hands its trace over."""
    return {"traceparent": f"00-{trace_id}-{CLIENT}-01"}


async def tree(collector: SpanCollector, trace_id: str, *wanted: str) -> list[CollectedSpan]:
    """Return a trace once every span of it has its parent and the `wanted` names are among them."""

    async def complete() -> list[CollectedSpan] | None:
        spans = [span for span in collector.spans if span.trace_id == trace_id]
        known = {span.span_id for span in spans} | {CLIENT}
        whole = all(span.parent_id in known for span in spans)
        return spans if whole and {span.name for span in spans} >= set(wanted) else None

    return await until(complete, f"the whole trace up to {wanted}")


def way_down(spans: list[CollectedSpan], name: str) -> list[tuple[str, str]]:
    """Return service and name of every span from the root down to the one called `name`."""
    above = {span.span_id: span for span in spans}
    span = next(span for span in spans if span.name == name)
    way = [(span.service, span.name)]
    while span.parent_id != CLIENT:
        span = above[span.parent_id]
        way.insert(0, (span.service, span.name))
    return way


def children(spans: list[CollectedSpan], name: str) -> set[str]:
    """Return the names of what hangs directly under the spans called `name`."""
    parents = {span.span_id for span in spans if span.name == name}
    return {span.name for span in spans if span.parent_id in parents}


async def test_a_submitted_invoice(entrance, collector, trace_id):
    house = await invoices.House.of(entrance)
    await house.seller.post(
        "/invoice/v1/invoices",
        201,
        content=invoices.Fee.new().document(),
        headers={"Content-Type": "application/xml", **handed_over(trace_id)},
    )

    spans = await tree(collector, trace_id, "relay invoice.validate")

    assert way_down(spans, "relay invoice.validate") == [
        ("gateway", "POST /invoice/v1/invoices"),
        ("invoice-api", "POST /v1/invoices"),
        ("invoice-api", "outbox invoice.validate"),
        ("invoice-api", "relay invoice.validate"),
    ]
    assert "SQL INSERT" in children(spans, "POST /v1/invoices")
    assert "SQL INSERT" in children(spans, "outbox invoice.validate")
    assert "SQL SELECT" in children(spans, "relay invoice.validate")


async def test_a_travel_claim(entrance, collector, trace_id):
    patient = somebody_new()
    citizen = await entrance.citizen(patient, "travel:claim")
    await citizen.post(
        "/travel/v1/claims",
        201,
        json=travel.a_claim(patient, date(2026, 3, 4)),
        headers=handed_over(trace_id),
    )

    spans = await tree(collector, trace_id, "relay claim.answers_wanted")

    assert way_down(spans, "relay claim.answers_wanted") == [
        ("gateway", "POST /travel/v1/claims"),
        ("travel-api", "POST /v1/claims"),
        ("travel-api", "outbox claim.answers_wanted"),
        ("travel-api", "relay claim.answers_wanted"),
    ]
    assert "SQL INSERT" in children(spans, "POST /v1/claims")
    assert "SQL INSERT" in children(spans, "outbox claim.answers_wanted")
