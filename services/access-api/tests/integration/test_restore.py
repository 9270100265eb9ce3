"""The restore drill of docs/operations.md: dump, go on, lose everything, restore, make safe."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import create_async_engine

from access_api.app import create_app
from access_api.deps import close
from access_api.testing.desk import Desk
from access_api.testing.wiring import KEY, SECRET, outside_of, settings_for
from local_stack import databases
from local_stack.postgres import binaries
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)
OLA = synthetic_number(2)
RECEIVER = {
    "client_id": "login-system",
    "url": "http://outside.test/webhooks/login-system",
    "signing_secret": SECRET,
    "subject_key": KEY,
}
LIVE = "SELECT count(*) FROM code WHERE ended_at IS NULL"


async def run(*command: str | Path, environment: dict[str, str] | None = None) -> str:
    """Run a program and return what it wrote."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


def plain(url: str) -> str:
    """Return the address as PostgreSQL's own programs read it."""
    return url.replace("postgresql+asyncpg://", "postgresql://")


def variables(database_url: str) -> dict[str, str]:
    """Return the environment of the service over this database."""
    wired = settings_for(database_url)
    given = {}
    for name in wired.model_fields_set - {"receivers"}:
        value = getattr(wired, name)
        text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        given[f"ACCESS_{name.upper()}"] = text
    return given | {"ACCESS_RECEIVERS": json.dumps([RECEIVER]), "ACCESS_PORT": "0"}


def subject(number: str) -> str:
    """Return the name under which the login system knows a person."""
    return hmac.new(base64.b64decode(KEY), number.encode(), hashlib.sha256).hexdigest()


@pytest.fixture
def empty(postgres):
    """An empty database with its roles, on the same server."""
    name = f"access_restored_{secrets.token_hex(4)}"
    yield databases.create(postgres, "access", name)
    databases.drop(postgres, name)


@pytest.fixture
async def restored_desk(empty, sandbox) -> AsyncIterator[Desk]:
    """The same people at work over the restored database."""
    settings = settings_for(empty.app_url)
    outside = outside_of(settings, sandbox)
    app = create_app(settings, outside)
    owner = create_async_engine(empty.owner_url, pool_size=1)
    service = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://access.test")
    systems = httpx.AsyncClient(transport=sandbox, base_url="http://outside.test")
    async with service, systems:
        yield Desk(app.state.shell, service, systems, owner)
    await owner.dispose()
    await close(app.state.shell, outside)


async def test_a_restored_database_is_made_safe(desk, database, empty, restored_desk, tmp_path):
    programs, dump, replica = binaries(), tmp_path / "dump", tmp_path / "replica.json"
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.relay()
    await desk.review(case)
    code = await desk.code_in(case)
    waiting = (await desk.self_service(OLA)).json()

    await run(programs / "pg_dump", "--format=custom", "--file", dump, plain(database.owner_url))
    await desk.review(waiting)
    assert (await desk.look_up(OLA))["blocked"] is True
    version = (await desk.look_up(OLA))["version"]
    known = {"client_id": "login-system", "version": version}
    replica.write_text(json.dumps(known | {"blocked": [subject(KARI), subject(OLA)]}))
    await run(programs / "pg_restore", "--exit-on-error", "--dbname", plain(empty.owner_url), dump)
    databases.migrate("access", empty)
    assert await restored_desk.sql(LIVE) == 1
    assert (await restored_desk.look_up(OLA))["blocked"] is False
    said = await run(
        sys.executable, "-m", "access_api", "restore", replica, environment=variables(empty.app_url)
    )

    assert "codes_revoked=1, blocked_again=1, unknown=0" in said
    assert await restored_desk.sql(LIVE) == 0
    called = await restored_desk.call(case["case_number"], code)
    assert called.json()["result"] == "not_verified"
    for person in (KARI, OLA):
        status = await restored_desk.look_up(person)
        assert status["blocked"] is True
        assert status["version"] > version
