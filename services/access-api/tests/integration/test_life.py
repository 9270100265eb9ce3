"""Anything that people may do, in any order: what must hold always holds."""

import asyncio
from contextlib import asynccontextmanager
from itertools import count

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import create_async_engine

from access_api.app import create_app
from access_api.deps import close
from access_api.testing.desk import Desk
from access_api.testing.wiring import SECRET, outside_of, settings_for
from local_stack.sandbox.app import create_app as create_sandbox
from local_stack.sandbox.settings import SandboxSettings
from service_kit.testing import synthetic_number

PEOPLE = count(100)
MOST_LIVE_CODES = """
SELECT coalesce(max(live), 0) FROM (
    SELECT count(*) AS live FROM code
    WHERE status IN ('issued', 'printed', 'posted') GROUP BY person_id
) AS each
"""


@asynccontextmanager
async def at_the_desk(database, folder):
    sandbox = create_sandbox(
        SandboxSettings(
            letters=folder, print_secret=SECRET, webhook_secret=SECRET, posting_delay_s=3600
        )
    )
    given = settings_for(database.app_url)
    async with sandbox.router.lifespan_context(sandbox):
        world = httpx.ASGITransport(sandbox)
        connections = outside_of(given, world)
        app = create_app(given, connections)
        owner = create_async_engine(database.owner_url, pool_size=1)
        service = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://a.test")
        outside = httpx.AsyncClient(transport=world, base_url="http://outside.test")
        yield Desk(app.state.shell, service, outside, owner)
        await close(app.state.shell, connections)
        await owner.dispose()


@pytest.fixture
def desk_and_loop(service_database, tmp_path):
    with asyncio.Runner() as runner:
        context = at_the_desk(service_database("access"), tmp_path)
        yield runner.run(context.__aenter__()), runner.run
        runner.run(context.__aexit__(None, None, None))


class Life(RuleBasedStateMachine):
    """A person, their two cases, and what the model knows of them."""

    def __init__(self, desk, run):
        super().__init__()
        self.desk, self.run = desk, run
        self.person = synthetic_number(next(PEOPLE))
        self.blocked = True
        self.block = run(desk.blocked(self.person))
        self.reopening = run(desk.form(self.person))
        self.version = 0
        run(desk.relay())

    def status(self, case):
        return self.run(self.desk.read(case))["status"]

    def code_letters(self):
        letters = self.run(self.desk.read(self.reopening))["letters"]
        return [x for x in letters if x["kind"] == "reopening_code" and x["status"] == "accepted"]

    @rule()
    def asks_to_be_blocked(self):
        self.block = self.run(self.desk.self_service(self.person)).json()

    @rule()
    def a_block_is_accepted(self):
        if self.run(self.desk.review(self.block)).status_code == 201:
            self.blocked = True
            assert self.status(self.reopening) in {"withdrawn", "rejected", "reopened"}

    @rule()
    def asks_to_be_reopened(self):
        self.reopening = self.run(self.desk.form(self.person))
        assert (self.reopening["status"] == "rejected") is (not self.blocked)

    @rule()
    def a_reopening_is_accepted(self):
        self.run(self.desk.review(self.reopening))

    @rule()
    def a_new_letter_is_ordered(self):
        self.run(self.desk.order_letter(self.reopening, address_confirmed=True))

    @rule()
    def a_reopening_is_withdrawn(self):
        self.run(self.desk.withdraw(self.reopening))

    @rule()
    def the_relay_works(self):
        self.run(self.desk.relay())

    @rule()
    def a_letter_comes_back(self):
        for letter in self.code_letters()[-1:]:
            self.run(self.desk.tell(letter["letter_id"], "returned"))

    @precondition(code_letters)
    @rule()
    def a_reopening_is_accepted_and_the_person_calls(self):
        self.a_reopening_is_accepted()
        self.call(right=True)

    @precondition(code_letters)
    @rule(right=st.booleans())
    def calls(self, right):
        self.call(right=right)

    def call(self, *, right):
        before = self.status(self.reopening)
        pending = self.status(self.block) == "under_review"
        code = self.run(self.desk.code_in(self.reopening)) if right else "0000000000"
        number, agent = self.reopening["case_number"], f"staff:t:{next(PEOPLE)}"
        answer = self.run(self.desk.call(number, code, agent)).json()
        if answer["result"] == "reopened":
            assert (right, before, pending) == (True, "awaiting_call", False)
            self.blocked = False

    @invariant()
    def only_acceptance_blocks_and_only_a_call_reopens(self):
        found = self.run(self.desk.look_up(self.person))
        assert found["blocked"] is self.blocked
        assert found["version"] >= self.version
        self.version = found["version"]

    @invariant()
    def nobody_has_two_live_codes(self):
        assert self.run(self.desk.sql(MOST_LIVE_CODES)) <= 1

    @invariant()
    def no_work_has_failed(self):
        failed = "SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL OR last_error IS NOT NULL"
        assert self.run(self.desk.sql(failed)) == 0


def test_whatever_people_do_only_acceptance_blocks_and_only_a_call_reopens(desk_and_loop):
    desk, run = desk_and_loop
    run_state_machine_as_test(
        lambda: Life(desk, run),
        settings=settings(
            max_examples=4,
            stateful_step_count=26,
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    happened = run(desk.sql("SELECT array_agg(DISTINCT type) FROM event"))
    assert {"access.blocked", "access.reopened", "letter.returned"} <= set(happened)
