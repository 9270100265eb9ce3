"""What operations do: rotate keys, restore a backup."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from access_api.domain.refusals import NotAReceiver
from access_api.storage.people import Registry
from access_api.use_cases.restoring import Replica, after_restore
from access_api.use_cases.rotation import rotate
from service_kit.sealing import BlindIndex, CannotOpen, KeyRing, Sealer
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)
OLA = synthetic_number(2)
OLD = {"1": b"k" * 32}
NEW = {"2": b"n" * 32}


def with_keys(app, desk, keys, peppers=None):
    """Return the desk of the same service under other keys."""
    ring = KeyRing(keys)
    sealer = Sealer(ring)
    shell = replace(
        desk.shell,
        registry=Registry(BlindIndex(ring), sealer),
        sealer=sealer,
        hasher=replace(desk.shell.hasher, peppers=KeyRing(peppers or keys)),
    )
    app.state.shell = shell
    return replace(desk, shell=shell)


async def rotated(desk):
    async with desk.shell.engine.begin() as tx:
        await rotate(desk.shell, tx)


async def test_41_keys_are_rotated_while_the_service_runs(app, desk):
    await desk.blocked(KARI)
    both = with_keys(app, desk, NEW | OLD)
    assert (await both.look_up(KARI))["blocked"] is True
    await both.blocked(OLA)

    await rotated(both)
    assert await desk.sql("SELECT count(*) FROM person_index WHERE key_id = '2'") == 2
    alone = with_keys(app, both, NEW)
    for person in (KARI, OLA):
        assert (await alone.look_up(person))["blocked"] is True
    again = await alone.self_service(KARI)
    assert again.status_code == 201
    assert await desk.sql("SELECT count(*) FROM person") == 2
    await rotated(alone)
    assert await desk.sql("SELECT count(*) FROM person_index WHERE key_id = '1'") == 0
    for old in (
        "SELECT count(*) FROM person_number WHERE substring(sealed, 2, 1) <> '2'::bytea",
        "SELECT count(*) FROM access_case WHERE substring(sealed_form, 2, 1) <> '2'::bytea",
    ):
        assert await desk.sql(old) == 0


async def test_41_what_an_unknown_key_sealed_is_not_opened_by_guessing(app, desk):
    await desk.blocked(KARI)
    strangers = with_keys(app, desk, NEW)
    with pytest.raises(CannotOpen):
        await rotated(strangers)


async def code_of(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.relay()
    await desk.review(case)
    return case, await desk.code_in(case)


async def test_41_a_code_under_an_old_pepper_still_works(app, desk):
    case, code = await code_of(desk)
    later = with_keys(app, desk, OLD, peppers=NEW | OLD)
    assert (await later.call(case["case_number"], code)).json()["result"] == "reopened"


async def test_41_a_code_under_a_lost_pepper_fails_closed(app, desk):
    case, code = await code_of(desk)
    later = with_keys(app, desk, OLD, peppers=NEW)
    assert (await later.call(case["case_number"], code)).json()["result"] == "not_verified"
    assert (await later.look_up(KARI))["blocked"] is True


def subject(desk, number: str) -> str:
    key = desk.shell.settings.receivers[0].subject_key.get_secret_value()
    return hmac.new(base64.b64decode(key), number.encode(), hashlib.sha256).hexdigest()


async def test_39_after_a_restore_no_code_lives_and_the_version_goes_on(desk):
    case, code = await code_of(desk)
    await desk.self_service(OLA)
    replica = Replica(
        "login-system",
        version=4711,
        blocked=frozenset({subject(desk, KARI), subject(desk, OLA), subject(desk, "stranger")}),
    )
    restored = await after_restore(desk.shell, replica)

    assert (restored.codes_revoked, restored.blocked_again, restored.unknown) == (1, 1, 1)
    assert restored.version > 4711
    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"
    for person in (KARI, OLA):
        status = await desk.look_up(person)
        assert (status["blocked"], status["version"]) == (True, restored.version)
    assert (await desk.order_letter(case)).status_code == 201


async def test_39_a_restore_reopens_nobody(desk):
    await desk.blocked(KARI)
    await after_restore(desk.shell, Replica("login-system", 0, frozenset()))
    assert (await desk.look_up(KARI))["blocked"] is True


async def test_39_a_replica_of_a_stranger_is_refused(desk):
    with pytest.raises(NotAReceiver):
        await after_restore(desk.shell, Replica("somebody", 0, frozenset()))


async def test_a_code_that_died_before_the_review_is_replaced_on_acceptance(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.relay()
    await desk.pass_time(timedelta(days=22))
    accepted = (await desk.review(case)).json()
    assert (accepted["status"], accepted["code"]["state"]) == ("awaiting_call", "live")


async def test_a_look_up_outlives_the_loss_of_its_connections(desk):
    await desk.blocked(KARI)
    await desk.look_up(KARI)
    lost = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE usename = current_user AND datname = current_database() "
        "AND pid <> pg_backend_pid()"
    )
    async with desk.shell.engine.connect() as tx:
        assert await tx.scalar(text(lost)) >= 1
    assert (await desk.look_up(KARI))["blocked"] is True
