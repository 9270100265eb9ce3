import asyncio
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from local_stack.processes import ProcessEnded, ProcessGroup

STAYING = "import sys, time; print('up', flush=True); time.sleep(600)"


@pytest.fixture
def modules(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "stays.py").write_text(STAYING)
    (tmp_path / "ends.py").write_text("import sys; sys.exit('out of luck')")
    return {"PYTHONPATH": str(tmp_path)}


async def test_a_launcher_runs_the_modules_that_are_given_to_it(tmp_path, modules):
    launcher = tmp_path / "launcher"
    launcher.write_text("#!/bin/sh\necho launched $1 with $COLOUR\n")
    launcher.chmod(0o755)

    async with ProcessGroup(tmp_path / "logs", {"ends": launcher}) as group:
        await group.start("one", "ends", modules | {"COLOUR": "blue"})
        with pytest.raises(ProcessEnded, match="launched ends with blue"):
            await group.watch()


async def test_a_module_that_runs_to_its_end_is_waited_for_and_must_not_fail(tmp_path, modules):
    (tmp_path / "works.py").write_text("print('done')")

    async with ProcessGroup(tmp_path / "logs") as group:
        await group.finish("good", "works", modules)
        with pytest.raises(ProcessEnded, match="out of luck"):
            await group.finish("bad", "ends", modules)

    assert (tmp_path / "logs/good.log").read_text() == "done\n"


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def processes_with(mark: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if mark.encode() in environment_of(pid) and is_alive(pid):
            found.append(pid)
    return found


def environment_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


async def test_a_process_that_crashes_is_started_again_and_its_log_goes_on(
    tmp_path: Path, modules: dict[str, str]
):
    logs = tmp_path / "logs"
    async with ProcessGroup(logs) as group:
        await group.start("one", "stays", modules)
        first = await started_in(logs / "one.log", 1)
        await group.crash("one")
        again = await started_in(logs / "one.log", 2)

    assert (first, again) == (1, 2)
    assert processes_with(str(tmp_path)) == []


async def started_in(log: Path, times: int) -> int:
    """Wait until the log tells of `times` starts."""
    while (found := (await asyncio.to_thread(log.read_text)).count("up")) < times:
        await asyncio.sleep(0.01)
    return found


async def test_everything_started_is_stopped_at_the_end(tmp_path: Path, modules: dict[str, str]):
    async with ProcessGroup(tmp_path / "logs") as group:
        await group.start("one", "stays", modules)
        await group.start("two", "stays", modules)
        assert len(processes_with(str(tmp_path))) == 2
    assert processes_with(str(tmp_path)) == []


async def test_a_process_that_ends_is_named_with_what_it_wrote(
    tmp_path: Path, modules: dict[str, str]
):
    async with ProcessGroup(tmp_path / "logs") as group:
        await group.start("steady", "stays", modules)
        await group.start("faulty", "ends", modules)
        with pytest.raises(ProcessEnded, match=r"(?s)faulty ended with 1.*out of luck"):
            await group.watch()
    assert processes_with(str(tmp_path)) == []


async def test_no_setting_of_ours_reaches_a_process(
    tmp_path: Path, modules: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin:secret@db.example/postgres")
    async with ProcessGroup(tmp_path / "logs") as group:
        await group.start("one", "stays", modules)
        (pid,) = processes_with(str(tmp_path))
        assert b"DATABASE_URL" not in environment_of(pid)


STARTER = """
import asyncio, os, signal, sys
from pathlib import Path
from local_stack.processes import ProcessGroup

async def main():
    async with ProcessGroup(Path(sys.argv[1]) / "logs") as group:
        await group.start("one", "stays", {"PYTHONPATH": sys.argv[1]})
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def test_they_end_when_their_starter_is_killed(tmp_path: Path, modules: dict[str, str]):
    assert modules
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", textwrap.dedent(STARTER), str(tmp_path)], check=False
    )
    assert done.returncode == -signal.SIGKILL
    for _ in range(300):
        if not processes_with(str(tmp_path)):
            return
        time.sleep(0.1)
    pytest.fail("A process outlived the one that started it.")
