"""One worker process as its owner sees it: start, ask, stop."""

import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from invoice_api.adapters.rules import protocol

_WORKER = "invoice_api.adapters.rules.worker"
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0


class WorkerLost(Exception):
    """The worker ended, or could not be started, before it answered."""


class WorkerTooSlow(Exception):
    """The worker did not answer in time and was ended."""


class WorkerProcess:
    """A running worker. Used by one thread at a time."""

    def __init__(self, folder: Path | None) -> None:
        """Start the process, without waiting for it.

        Raises:
            WorkerLost: the system has no room for another process.
        """
        try:
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = _start(theirs.fileno(), folder)
        except OSError as error:
            raise WorkerLost from error
        self._connection = Connection(ours.detach())
        self.asked = 0
        self.resident_bytes = 0

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def wait_until_ready(self) -> None:
        """Wait until the rules are compiled.

        Raises:
            WorkerLost: it ended or took too long; what it wrote to standard error says why.
        """
        self._within(_START_SECONDS, None)

    def ask(self, message: bytes, seconds: float) -> protocol.Answer:
        """Return the answer to `message`.

        Raises:
            WorkerTooSlow: no answer within `seconds`; the process is ended.
            WorkerLost: it ended, or said something that is no answer.
        """
        self.asked += 1
        try:
            answer = protocol.parse_answer(self._within(seconds, message))
        except ValueError as error:
            raise WorkerLost from error
        self.resident_bytes = answer.resident_bytes
        return answer

    def stop(self) -> None:
        """End the process and forget it. Closing our end is enough for one that is idle."""
        self._connection.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def _within(self, seconds: float, message: bytes | None) -> bytes:
        """Send `message` if there is one, and return what comes back.

        The process is ended when time is out. That also frees a sender who waits for a process
        that no longer reads, which a time-out on the answer alone would not.
        """
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._process.kill()

        watchdog = threading.Timer(seconds, expire)
        watchdog.start()
        try:
            if message is not None:
                self._connection.send_bytes(message)
            return self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise (WorkerTooSlow if expired.is_set() else WorkerLost) from error
        finally:
            watchdog.cancel()


def _start(descriptor: int, folder: Path | None) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", _WORKER, str(descriptor), str(folder or "")],
        pass_fds=[descriptor],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
