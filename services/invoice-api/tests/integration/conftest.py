"""A service on a database of its own, with quick official rules."""

from collections.abc import AsyncIterator, Callable

import pytest

from invoice_api.testing.engines import QuickRules
from invoice_api.testing.service import EXPERT, Service, enterprise_register, running
from local_stack.databases import ServiceDatabase


@pytest.fixture
def database(service_database: Callable[[str], ServiceDatabase]) -> ServiceDatabase:
    return service_database("invoice")


@pytest.fixture
def quick_rules() -> QuickRules:
    return QuickRules()


@pytest.fixture
async def service(database: ServiceDatabase, quick_rules: QuickRules) -> AsyncIterator[Service]:
    register = enterprise_register({EXPERT: "ENK"})
    async with running(database.app_url, quick_rules, register) as service:
        yield service
