"""The whole suite, running: gateway, services, issuers and outside systems as real processes."""

from collections.abc import AsyncIterator, Iterator
from pkgutil import resolve_name

import pytest
from anyio.from_thread import start_blocking_portal

from local_stack.demo.entrance import Entrance, entrance_to
from local_stack.environments import Installation
from local_stack.settings import StackSettings
from local_stack.span_collector import SpanCollector, collecting
from local_stack.suite import running


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let journeys be played by visitors who call with something else than httpx."""
    plain = "local_stack.demo.entrance:Visitor"
    parser.addoption("--visitor", default=plain, help="class of those who call the suite")


@pytest.fixture(scope="session")
def collector() -> Iterator[SpanCollector]:
    """Where every process of the suite sends its spans."""
    with collecting() as collector:
        yield collector


@pytest.fixture(scope="session")
def suite(collector, tmp_path_factory) -> Iterator[Installation]:
    """Start the suite once, on ports and in a folder of its own."""
    settings = StackSettings(
        once=True,
        var=tmp_path_factory.mktemp("var"),
        otlp_endpoint=collector.endpoint,
        without_limits=True,
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(running(settings)) as (here, _),
    ):
        yield here


@pytest.fixture
async def entrance(suite, pytestconfig) -> AsyncIterator[Entrance]:
    """The way into the running suite, for visitors of the kind that `--visitor` names."""
    visitor = resolve_name(pytestconfig.getoption("--visitor"))
    async with entrance_to(suite, visitor) as entrance:
        yield entrance
