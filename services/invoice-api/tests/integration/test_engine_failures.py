"""An engine that fails loses no document and decides nothing."""

import asyncio
import os
import signal
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from invoice_api.testing.ehf import ehf
from invoice_api.testing.engines import QuickRules
from invoice_api.testing.service import running
from invoice_api.use_cases.judge import ATTEMPTS
from service_kit.testing import pass_time


@pytest.fixture
async def owner(database):
    engine = create_async_engine(database.owner_url, poolclass=NullPool)
    yield engine
    await engine.dispose()


async def status_of(service, invoice_id):
    path = f"/v1/invoices/{invoice_id}"
    return (await service.client.get(path, headers=service.organisation())).json()


async def relay_later(service, owner):
    await pass_time(owner, timedelta(hours=2))
    return await service.relay()


async def test_it_is_tried_three_times_again_and_then_a_person_looks(service, quick_rules, owner):
    quick_rules.failures = 99
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    for _ in range(ATTEMPTS - 1):
        assert (await status_of(service, invoice_id))["status"] == "validating"
        assert await relay_later(service, owner) == 1
    body = await status_of(service, invoice_id)
    assert quick_rules.asked == ATTEMPTS
    assert (body["status"], body["latest"]["ground"]) == ("in_review", "engine_failure")
    assert body["report"]["verdict"] == "undetermined"
    assert "ENGINE-WORKER-LOST" in [finding["rule"] for finding in body["report"]["findings"]]
    assert await relay_later(service, owner) == 0


async def test_an_engine_that_recovers_gives_the_verdict(service, quick_rules, owner):
    quick_rules.failures = ATTEMPTS - 1
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    for _ in range(ATTEMPTS - 1):
        await relay_later(service, owner)
    assert (await status_of(service, invoice_id))["status"] == "waiting_for_attestation"


async def test_the_next_document_is_served_while_one_fails(service, quick_rules):
    quick_rules.failures = 1
    failed = await service.send(ehf())
    served = await service.send(ehf(ID="next"))
    assert failed.json()["status"] == "validating"
    assert served.json()["status"] == "waiting_for_attestation"


async def test_a_killed_worker_costs_an_attempt_and_nothing_else(database, rules, owner):
    async with running(database.app_url, rules, verdict_wait_s=20) as service:
        await service.send(ehf(ID="warms the worker up"))
        for pid in rules.worker_pids:
            os.kill(pid, signal.SIGKILL)
        invoice_id = (await service.send(ehf())).json()["invoice_id"]
        await relay_later(service, owner)
        assert (await status_of(service, invoice_id))["status"] == "waiting_for_attestation"


async def test_what_was_stored_when_the_process_died_is_finished_by_the_next(database, owner):
    stuck = QuickRules(hold=asyncio.Event())
    async with running(database.app_url, stuck, verdict_wait_s=0.05) as service:
        answer = await service.send(ehf())
        assert (answer.status_code, answer.json()["status"]) == (201, "validating")
        assert answer.json()["report"] is None
        for work in service.shell.running:
            work.cancel()
    async with running(database.app_url, QuickRules()) as service:
        assert await relay_later(service, owner) == 1
        body = await status_of(service, answer.json()["invoice_id"])
        assert body["status"] == "waiting_for_attestation"


async def test_a_document_that_kills_every_relay_goes_to_a_person(database, owner):
    stuck = QuickRules(hold=asyncio.Event())
    async with running(database.app_url, stuck, verdict_wait_s=0.05) as service:
        invoice_id = (await service.send(ehf())).json()["invoice_id"]
        for _ in range(ATTEMPTS):
            await pass_time(owner, timedelta(hours=2))
            relay = asyncio.ensure_future(service.relay())
            await asyncio.wait({relay}, timeout=0.5)
            relay.cancel()
            await asyncio.wait({relay})
        for work in service.shell.running:
            work.cancel()
        await relay_later(service, owner)
        body = await status_of(service, invoice_id)
        assert (body["status"], body["latest"]["ground"]) == ("in_review", "engine_failure")


async def test_a_verdict_that_comes_late_is_found_when_asked_again(database):
    held = QuickRules(hold=asyncio.Event())
    async with running(database.app_url, held, verdict_wait_s=0.05) as service:
        answer = await service.send(ehf())
        held.hold.set()
        await asyncio.wait(service.shell.running)
        body = await status_of(service, answer.json()["invoice_id"])
        assert body["status"] == "waiting_for_attestation"
        assert body["version"] > answer.json()["version"]


async def test_a_busy_engine_costs_no_attempt(service, quick_rules, owner):
    quick_rules.busy = True
    answer = await service.send(ehf())
    assert (answer.status_code, answer.json()["status"]) == (201, "validating")
    for _ in range(ATTEMPTS + 2):
        await relay_later(service, owner)
    quick_rules.busy = False
    await relay_later(service, owner)
    body = await status_of(service, answer.json()["invoice_id"])
    assert body["status"] == "waiting_for_attestation"


async def test_a_busy_engine_turns_a_validation_away_with_a_time(service, quick_rules):
    quick_rules.busy = True
    answer = await service.client.post(
        "/v1/validations",
        content=ehf(),
        headers={**service.organisation(), "Content-Type": "application/xml"},
    )
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
