"""The process that runs the official rules: `python -m invoice_api.adapters.rules.worker FD`.

FD is its end of a socket pair. It ends when the other end is closed, or when anything unexpected
happens: whoever asked sees the socket close, and starts another.
"""

import os
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from invoice_api.adapters.rules import protocol
from invoice_api.adapters.rules.checker import Checker
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.domain.unreadable import Unreadable

LONGEST_SECONDS: Final = 120
"""The system ends a worker that takes longer, in case nobody is left who would."""


def main(descriptor: str, folder: str = "") -> None:
    """Compile the rules, say so, and answer until nobody asks any more."""
    checker = Checker(find_sources(Path(folder) if folder else None))
    _keep_to_itself()
    with Connection(int(descriptor)) as asker:
        asker.send_bytes(protocol.READY)
        while (message := _next(asker)) is not None:
            signal.alarm(LONGEST_SECONDS)
            asker.send_bytes(protocol.answer(_answer(checker, message)))
            signal.alarm(0)


def _answer(checker: Checker, message: bytes) -> protocol.Answer:
    body, on = protocol.parse_request(message)
    try:
        return protocol.Answer(checker.check(body, on), None, _resident_bytes())
    except Unreadable as reason:
        return protocol.Answer(None, type(reason).__name__, _resident_bytes())


def _next(asker: Connection) -> bytes | None:
    try:
        return asker.recv_bytes()
    except EOFError:
        return None


def _keep_to_itself() -> None:
    """Let no value of a document out: the rule engine writes some to standard error."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _resident_bytes() -> int:
    """Return the memory that this process holds now; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main(*sys.argv[1:])
