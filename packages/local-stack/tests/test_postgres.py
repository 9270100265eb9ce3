import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from local_stack import databases, postgres
from local_stack.account import Account
from local_stack.ports import free_port
from local_stack.postgres import Server


async def connected(server: Server, password: str | None = None) -> asyncpg.Connection:
    return await asyncpg.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password if password is None else password,
        database="postgres",
    )


async def test_a_wrong_password_is_refused(postgres: Server):
    with pytest.raises(asyncpg.InvalidPasswordError):
        await connected(postgres, password="wrong")


async def test_it_listens_on_the_loopback_address_only(postgres: Server):
    connection = await connected(postgres)
    assert await connection.fetchval("SHOW listen_addresses") == "127.0.0.1"
    assert await connection.fetchval("SHOW unix_socket_directories") == ""
    await connection.close()


async def test_what_was_stored_is_there_at_the_next_start(tmp_path: Path):
    for expected in (0, 1):
        with postgres.persistent(tmp_path, port=0) as server:
            connection = await connected(server)
            await connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            assert await connection.fetchval("SELECT count(*) FROM kept") == expected
            await connection.execute("INSERT INTO kept VALUES (1)")
            await connection.close()
    postgres.forget(tmp_path)
    with postgres.persistent(tmp_path, port=0) as server:
        connection = await connected(server)
        assert await connection.fetchval("SELECT to_regclass('kept')") is None
        await connection.close()
    postgres.forget(tmp_path)


def test_a_running_server_is_neither_started_again_nor_forgotten(tmp_path: Path):
    with postgres.persistent(tmp_path, port=0) as server:
        with (
            pytest.raises(postgres.PostgresFailed, match="already running"),
            postgres.persistent(tmp_path, port=0),
        ):
            pass
        with pytest.raises(postgres.PostgresFailed, match="already running"):
            postgres.forget(tmp_path)
        databases.create(server, "travel", "still_there")
    postgres.forget(tmp_path)


def test_the_data_is_closed_to_everyone_else():
    with postgres.ephemeral() as server:
        home = next(h for h in postgres.TEMPORARY.glob("helsesak-*") if _belongs_to(h, server))
        assert stat.S_IMODE((home / "data").stat().st_mode) == 0o700
        assert stat.S_IMODE(home.stat().st_mode) == 0o711
    assert not home.exists()


def _belongs_to(home: Path, server: Server) -> bool:
    try:
        return str(server.port) in (home / "data" / "postmaster.pid").read_text().split()
    except OSError:  # another user's, or none
        return False


KILLED = """
import os, signal
from local_stack import postgres
with postgres.ephemeral() as server:
    print(server.port, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_server_stops_and_its_files_go_when_its_starter_is_killed():
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, check=False, text=True
    )
    assert done.returncode == -signal.SIGKILL
    port = int(done.stdout)
    for _ in range(300):
        left = [h for h in postgres.TEMPORARY.glob("helsesak-*") if _was_on(h, port)]
        if free_port(port) == port and not left:
            return
        time.sleep(0.1)
    pytest.fail("The server outlived the process that started it.")


def _was_on(home: Path, port: int) -> bool:
    try:
        return f" {port}" in (home / "server.log").read_text()
    except OSError:
        return False


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must step down")
def test_root_steps_down_to_an_account_that_cannot_enter_a_private_folder(tmp_path: Path):
    tmp_path.chmod(0o700)
    assert not Account.suitable().reaches(tmp_path)
    with postgres.persistent(tmp_path, port=0):
        home = Path((tmp_path / "postgres.home").read_text())
        assert home.parent == postgres.TEMPORARY
    postgres.forget(tmp_path)
    assert not home.exists()
