"""Free ports of the loopback address."""

import contextlib
import socket
from collections.abc import Mapping
from typing import Final

LOOPBACK: Final = "127.0.0.1"


def free_ports(preferred: Mapping[str, int]) -> dict[str, int]:
    """Return a port for each name: the preferred one, or another when something listens there."""
    with contextlib.ExitStack() as held:
        return {name: _hold(held, port) for name, port in preferred.items()}


def free_port(preferred: int = 0) -> int:
    """Return `preferred` when nothing listens there, else another free port."""
    return free_ports({"": preferred})[""]


def _hold(held: contextlib.ExitStack, preferred: int) -> int:
    """Bind a port until `held` ends, so that no name gets the port of another."""
    probe = held.enter_context(socket.socket())
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((LOOPBACK, preferred))
    except OSError:
        probe.bind((LOOPBACK, 0))
    return int(probe.getsockname()[1])
