import asyncio
from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, ParentBased
from opentelemetry.trace import StatusCode
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service_kit.database import create_engine
from service_kit.settings import ServiceSettings


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """Where finished spans go; OpenTelemetry lets a process choose its provider once."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(sampler=ParentBased(ALWAYS_OFF))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def finished(exporter) -> Iterator[InMemorySpanExporter]:
    """The finished spans of a test that runs inside a recorded trace."""
    exporter.clear()
    with trace.use_span(TracerProvider(sampler=ALWAYS_ON).get_tracer("test").start_span("request")):
        yield exporter


@pytest.fixture
async def engine(database_url):
    settings = ServiceSettings(
        port=0,
        database_url=database_url,
        gateway_jwks_url="",
        fingerprint_key="",
        index_keys="",
        sealing_keys="",
    )
    engine = create_engine(settings)
    yield engine
    await engine.dispose()


async def test_a_statement_is_a_span_named_by_its_first_word(engine, finished):
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 'somebody'"))

    (span,) = finished.get_finished_spans()
    assert (span.name, span.status.status_code) == ("SQL SELECT", StatusCode.UNSET)


async def test_the_span_of_a_failed_statement_ends_as_an_error_without_its_text(engine, finished):
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError):
            await connection.execute(text("SELECT 'somebody' / 0"))

    (span,) = finished.get_finished_spans()
    assert (span.name, span.status.status_code) == ("SQL SELECT", StatusCode.ERROR)
    assert "somebody" not in span.to_json()


async def test_the_span_of_an_abandoned_statement_ends_too(engine, finished):
    async with engine.connect() as connection:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(connection.execute(text("SELECT pg_sleep(30)")), 0.1)

    (span,) = finished.get_finished_spans()
    assert dict(span.attributes) == {"error.type": "CancelledError"}
