"""Processes that are started together and stopped together, whatever ends first.

They form a process group of their own, so that a Ctrl-C in the terminal reaches only us and we stop
them in order. A guard in that group ends it should we be killed.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_GUARD: Final = 'trap "" TERM; read -r word; [ "$word" = stopped ] || kill -TERM 0'
_STOP_SECONDS: Final = 20
_TAIL: Final = 2000


class ProcessEnded(RuntimeError):
    """A process that should keep running has ended; the text shows the end of its log."""


@dataclass(frozen=True)
class _Child:
    name: str
    module: str
    environment: Mapping[str, str]
    process: asyncio.subprocess.Process
    log: Path

    def complaint(self) -> ProcessEnded:
        tail = self.log.read_text(errors="replace")[-_TAIL:]
        return ProcessEnded(f"{self.name} ended with {self.process.returncode}:\n{tail}")


class ProcessGroup:
    """Python modules run as processes, each with its own log in one folder.

    Args:
        logs: the folder.
        launchers: programs that run a module, by module, where it is not this Python that does.
    """

    def __init__(self, logs: Path, launchers: Mapping[str, Path] | None = None) -> None:
        self._logs = logs
        self._launchers = launchers or {}
        self._children: list[_Child] = []
        self._guard: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        """Make the group."""
        self._logs.mkdir(parents=True, exist_ok=True)
        self._guard = await asyncio.create_subprocess_exec(
            "/bin/sh", "-c", _GUARD, stdin=subprocess.PIPE, process_group=0
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the group."""
        await self.stop()
        if self._guard:
            await self._guard.communicate(b"stopped\n")

    async def stop(self) -> None:
        """Stop every process of the group, the latest first."""
        while self._children:
            await _stop(self._children[-1].process)
            self._children.pop()

    async def start(self, name: str, module: str, environment: Mapping[str, str]) -> None:
        """Run `module` with exactly `environment` and what it takes to run at all."""
        (self._logs / f"{name}.log").unlink(missing_ok=True)
        await self._run(name, module, environment)

    async def _run(self, name: str, module: str, environment: Mapping[str, str]) -> None:
        if self._guard is None:
            raise RuntimeError("Enter the group before starting processes in it.")
        path = self._logs / f"{name}.log"
        launcher = self._launchers.get(module)
        with path.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *((str(launcher),) if launcher else (sys.executable, "-m")),
                module,
                env={**inherited(), **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=self._guard.pid,
            )
        self._children.append(_Child(name, module, environment, process, path))

    async def finish(self, name: str, module: str, environment: Mapping[str, str]) -> None:
        """Run `module` to its end.

        Raises:
            ProcessEnded: it failed.
        """
        await self.start(name, module, environment)
        child = self._child(name)
        if await child.process.wait():
            raise child.complaint()
        self._children.remove(child)

    def pid(self, name: str) -> int:
        """Return the number of the process called `name`."""
        return self._child(name).process.pid

    def environment(self, name: str) -> Mapping[str, str]:
        """Return what the process called `name` was told, without what it inherited."""
        return self._child(name).environment

    def _child(self, name: str) -> _Child:
        return next(child for child in self._children if child.name == name)

    async def end(self, name: str) -> None:
        """Tell the process called `name` to end, and wait until it has."""
        child = self._child(name)
        await _stop(child.process)
        self._children.remove(child)

    async def crash(self, name: str) -> None:
        """Kill the process called `name` where it stands, and start it again as it was."""
        child = self._child(name)
        child.process.kill()
        await child.process.wait()
        self._children.remove(child)
        await self._run(child.name, child.module, child.environment)

    async def watch(self) -> None:
        """Wait until a process ends by itself, which none should.

        Raises:
            ProcessEnded: always; it says which one and shows what it wrote last.
        """
        waits = {asyncio.create_task(child.process.wait()): child for child in self._children}
        try:
            ended, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        raise waits[ended.pop()].complaint()


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def inherited() -> dict[str, str]:
    """Return what a process needs of our environment to run at all; no setting of ours."""
    needed = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
    here = os.environ  # noqa: TID251 - it is handed on, not read
    return {name: here[name] for name in needed if name in here} | {"PYTHONUNBUFFERED": "1"}
