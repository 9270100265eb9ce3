"""What dashboards and alerts read of the service's business."""

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import update

from access_api.storage.tables import cases
from access_api.use_cases.deadlines import measure
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)


def count(name: str, **labels: str) -> float:
    value = REGISTRY.get_sample_value(name, labels)
    assert value is not None, "a series that is not there cannot rise"
    return value


@pytest.mark.parametrize(
    ("left", "deadline"), [(30, "far"), (4, "far"), (3, "near"), (0, "near"), (-1, "passed")]
)
async def test_undecided_cases_by_how_near_their_deadline_is(desk, left, deadline):
    await desk.self_service(KARI)
    async with desk.owner.begin() as tx:
        await tx.execute(update(cases).values(decide_before=cases.c.received_on + left))

    async with desk.shell.engine.begin() as tx:
        await measure(tx)

    found = {name: count("access_undecided", deadline=name) for name in ("far", "near", "passed")}
    assert found == {"far": 0, "near": 0, "passed": 0} | {deadline: 1}


async def test_codes_by_what_becomes_of_them(desk):
    def codes(status: str) -> float:
        return count("access_codes_total", status=status)

    before = {status: codes(status) for status in ("issued", "used", "locked")}
    wrong = count("access_calls_total", result="not_verified")
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.relay()
    await desk.review(case)

    await desk.call(case["case_number"], "000 000 0000")
    await desk.call(case["case_number"], await desk.code_in(case))

    assert codes("issued") == before["issued"] + 1
    assert codes("used") == before["used"] + 1
    assert codes("locked") == before["locked"]
    assert count("access_calls_total", result="not_verified") == wrong + 1
