"""Where access lines go: written in batches, by a thread, whoever reads them or does not."""

import asyncio
import os
import sys
import threading
from queue import SimpleQueue

import orjson


class AccessLog:
    """Lines on their way out. A slow reader delays nobody; without one, lines are dropped.

    The thread waits for the reader outside Python's lock, once for each batch. It is a daemon, so
    that a reader who never comes back cannot hold up the end of the process.
    """

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
        self._turned_away = self._lost = self._told = 0
        self._batches: SimpleQueue[list[bytes] | None] = SimpleQueue()

    def write(self, line: bytes) -> None:
        """Take one line; when nobody reads the log it is dropped and counted."""
        if len(self._lines) < self._most_lines:
            self._lines.append(line)
        else:
            self._turned_away += 1

    async def run(self) -> None:
        """Write until cancelled, then what is left, as far as somebody still reads."""
        writer = threading.Thread(target=self._write_batches, name="access log", daemon=True)
        writer.start()
        try:
            while True:
                await asyncio.sleep(self._pause_s)
                if self._batches.empty():
                    self._hand_over()
        finally:
            self._hand_over()
            self._batches.put(None)
            await asyncio.to_thread(writer.join, self._patience_s)

    def _hand_over(self) -> None:
        """Give the thread what has come, and how many lines were dropped since it was last told."""
        lines, self._lines = self._lines, []
        dropped = self._turned_away + self._lost - self._told
        if dropped:
            self._told += dropped
            lines.append(orjson.dumps({"event": "lines dropped", "count": dropped}))
        if lines:
            self._batches.put(lines)

    def _write_batches(self) -> None:
        while (lines := self._batches.get()) is not None:
            left = memoryview(b"".join(line + b"\n" for line in lines))
            try:
                while left:
                    left = left[os.write(self._descriptor, left) :]
            except OSError:
                self._lost += len(lines)
