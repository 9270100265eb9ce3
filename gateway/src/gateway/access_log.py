"""Where access lines go: written in batches, by a thread, whoever reads them or does not."""

import asyncio
import os
import select
import sys
import threading
from typing import Final

import orjson

_AT_ONCE: Final = select.PIPE_BUF
"""Bytes that a pipe takes without blocking once it says that it can be written to."""


class AccessLog:
    """Lines on their way out. A slow reader delays nobody; without one, lines are dropped."""

    def __init__(
        self,
        descriptor: int | None = None,
        *,
        pause_s: float = 0.25,
        patience_s: float = 1.0,
        most_lines: int = 100_000,
    ) -> None:
        self._descriptor = sys.stdout.fileno() if descriptor is None else descriptor
        self._pause_s, self._patience_s, self._most_lines = pause_s, patience_s, most_lines
        self._lines: list[bytes] = []
        self._batch = b""
        self._in_batch = self._dropped = 0
        self._writing = threading.Lock()

    def write(self, line: bytes) -> None:
        """Take one line; when nobody reads the log it is dropped and counted."""
        if len(self._lines) < self._most_lines:
            self._lines.append(line)
        else:
            self._dropped += 1

    async def run(self) -> None:
        """Write until cancelled, then what is left, as far as somebody still reads."""
        try:
            while True:
                await asyncio.sleep(self._pause_s)
                if self._lines or self._batch:
                    await asyncio.to_thread(self._flush)
        finally:
            await asyncio.to_thread(self._flush)

    def _flush(self) -> None:
        with self._writing:
            try:
                self._write_on()
                if not self._batch:
                    self._next_batch()
                    self._write_on()
            except OSError:
                self._dropped += self._in_batch
                self._batch = b""

    def _next_batch(self) -> None:
        lines, self._lines = self._lines, []
        self._in_batch = len(lines)
        if self._dropped:
            lines.append(orjson.dumps({"event": "lines dropped", "count": self._dropped}))
            self._dropped = 0
        self._batch = b"".join(line + b"\n" for line in lines)

    def _write_on(self) -> None:
        """Write of the batch as much as is taken without a long wait."""
        done = 0
        while done < len(self._batch) and self._is_read():
            done += os.write(self._descriptor, self._batch[done : done + _AT_ONCE])
        self._batch = self._batch[done:]

    def _is_read(self) -> bool:
        return bool(select.select([], [self._descriptor], [], self._patience_s)[1])
