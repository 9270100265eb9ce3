"""What is known of a person leaves no trace: not in logs, not in the database, not in answers."""

import json
import logging
from collections.abc import Iterator

import httpx
import pytest

from access_api.testing.bodies import a_form
from access_api.testing.desk import CLERK, REVIEWER, once, staff
from service_kit.telemetry import JsonFormatter
from service_kit.testing import synthetic_number

KARI = synthetic_number(7)
HALVES = (KARI, f"{KARI[:6]} {KARI[6:]}")


class Lines(logging.Handler):
    """Keeps what was logged, as it is before anything is blotted out."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {record.__dict__}")
        self.said.append(JsonFormatter("test").format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


async def everything_stored(desk) -> dict[str, str]:
    """Return every table of the database as text."""
    async with desk.owner.connect() as tx:
        names = await tx.exec_driver_sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        return {
            name: "\n".join(
                (await tx.exec_driver_sql(f'SELECT t::text FROM "{name}" AS t')).scalars()  # noqa: S608
            )
            for name in names.scalars().all()
        }


async def the_whole_way(desk) -> tuple[str, list[httpx.Response]]:
    """Block, reopen with a wrong and a right code, look up, search; return the code and answers."""
    answers = [await desk.self_service(KARI)]
    await desk.review(answers[0].json())
    case = await desk.form(KARI)
    await desk.relay()
    await desk.review(case)
    code = await desk.code_in(case)
    clerk = staff(CLERK, "access:register")
    reviewer = staff(REVIEWER, "access:review")
    path = f"/v1/access-requests/{case['id']}"
    answers += [
        await desk.call(case["case_number"], "000 000 0000"),
        await desk.call(case["case_number"], code),
        await desk.register(a_form(KARI, name=await desk.name_of(KARI))),
        await desk.register(a_form(KARI[:-1] + "x")),
        await desk.service.get(path, headers=reviewer),
        await desk.service.get(f"{path}/events", headers=staff("staff:t:a", "suite:audit")),
        await desk.service.post(
            f"{path}/identification-views", json={"reason": "review"}, headers=reviewer | once()
        ),
        await desk.service.post(
            "/v1/access-requests/searches", json={"national_id": KARI}, headers=clerk
        ),
        await desk.service.get("/v1/access-requests", headers=clerk),
    ]
    await desk.relay()
    return code.replace(" ", ""), answers


async def test_a_number_a_name_and_a_code_are_seen_nowhere(desk, lines):
    name = await desk.name_of(KARI)
    secrets = [*HALVES, name]

    code, answers = await the_whole_way(desk)

    stored = await everything_stored(desk)
    assert {"event", "outbox", "idempotency", "access_case", "letter", "code"} <= stored.keys()
    for table, content in stored.items():
        assert not any(secret in content for secret in [*secrets, code]), table
    said = [line for line in lines.said if "/_control/" not in line]
    assert said
    assert not [line for line in said if any(secret in line for secret in [*secrets, code])]
    for answer in answers:
        assert not any(secret in answer.text for secret in secrets), answer.url
        assert not any(secret in str(answer.url) for secret in secrets)


async def test_a_code_in_the_clear_waits_sealed_and_only_until_it_is_printed(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    assert await desk.sql("SELECT count(*) FROM letter WHERE sealed_code IS NOT NULL") <= 1

    await desk.relay()

    assert await desk.code_in(case)
    assert await desk.sql("SELECT count(*) FROM letter WHERE sealed_code IS NOT NULL") == 0


async def test_a_crash_tells_where_and_not_about_whom(desk, lines):
    """A statement that fails carries the values of its parameters in the driver's own words."""
    async with desk.owner.begin() as tx:
        await tx.exec_driver_sql("ALTER TABLE access_case ADD CHECK (case_number = '')")

    try:
        await desk.self_service(KARI)
    except Exception:
        logging.getLogger("test").exception("failed")

    formatted = [json.loads(line) for line in lines.said if line.startswith("{")]
    assert any("IntegrityError" in cause for cause in formatted[-1]["error"])
    assert not [line for line in formatted if KARI in str(line)]
