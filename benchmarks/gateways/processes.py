"""Processes that are measured: their CPU time and memory, with those they have started."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gateways.contestants import Contestant

_TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")
_START_S: Final = 30
_STOP_S: Final = 10


class DidNotStart(RuntimeError):
    """A process that is to be measured cannot be."""


@contextmanager
def running(contestant: Contestant, folder: Path) -> Iterator[int]:
    """Run `contestant`, with its log in `folder`; yield its process id once it listens."""
    log = folder / f"{contestant.name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603
            [str(contestant.program), *contestant.arguments],
            env=contestant.environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        _await(process, contestant.port, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    patience = time.monotonic() + _START_S
    while process.poll() is None and time.monotonic() < patience:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise DidNotStart(log.read_text(errors="replace")[-1_000:])


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process and its children have taken."""
    times = (_stat(each)[11:13] for each in _family(pid))
    return sum(int(user) + int(system) for user, system in times) * _TICK_S


def resident_bytes(pid: int) -> int:
    """Return the memory that a process and its children hold."""
    return sum(int(_stat(each)[21]) for each in _family(pid)) * os.sysconf("SC_PAGE_SIZE")


def _stat(pid: int) -> list[str]:
    """Return the fields of `/proc/<pid>/stat` after the name, which may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))
