"""`make run` as a person uses it: it serves until Ctrl-C and leaves nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from local_stack.postgres import Server, forget

IN_TIME = 120


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    forget(tmp_path)


@contextmanager
def started(var: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    own = {"HELSESAK_VAR": str(var), "TMPDIR": str(var), "DATABASE_URL": ""}
    environment = os.environ | own  # noqa: TID251
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "local_stack"],
        env=environment | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], word: str) -> str:
    read = ""
    assert process.stdout
    for line in process.stdout:
        read += line
        if word in line:
            return read
    pytest.fail(f"It ended without saying {word!r}:\n{read}")


def processes_of(var: Path) -> dict[int, str]:
    """Return the command lines of the processes whose temporary folder is `var`."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={var}".encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    return found


def test_ctrl_c_stops_everything_and_data_is_there_at_the_next_start(var: Path):
    for _ in range(2):
        with started(var) as process:
            shown = read_until(process, "Ctrl-C")
            assert "reopened" in shown
            assert len(list((var / "letters").glob("*.pdf"))) > 0
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=IN_TIME)
        assert process.returncode == 0, rest
        assert processes_of(var) == {}


def test_when_a_process_ends_all_end_and_it_is_named(var: Path):
    with started(var, ONCE="") as process:
        read_until(process, "Ctrl-C")
        sandbox = [p for p, line in processes_of(var).items() if "sandbox" in line]
        os.kill(sandbox[0], signal.SIGKILL)
        rest, _ = process.communicate(timeout=IN_TIME)
    assert process.returncode == 1
    assert "sandbox ended with -9" in rest
    assert processes_of(var) == {}


async def test_once_on_an_existing_server_leaves_no_database(var: Path, postgres: Server):
    url = postgres.url("postgres").replace("+asyncpg", "")
    with started(var, ONCE="1", DATABASE_URL=url) as process:
        shown, _ = process.communicate(timeout=IN_TIME)
    assert process.returncode == 0, shown
    assert "Ctrl-C" not in shown
    connection = await asyncpg.connect(url)
    names = await connection.fetch("SELECT datname FROM pg_database WHERE datname ~ '^helsesak'")
    await connection.close()
    assert names == []
