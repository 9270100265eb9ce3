"""Free ports of the loopback address."""

import contextlib
import os
import socket
from collections.abc import Collection, Mapping
from typing import Final

LOOPBACK: Final = "127.0.0.1"
_FIRST_PORT: Final = 15_000
_BLOCK_SIZE: Final = 20
_BLOCKS: Final = 800


def free_ports(preferred: Mapping[str, int]) -> dict[str, int]:
    """Return a port for each name: the preferred one, or another when something listens there."""
    with contextlib.ExitStack() as held:
        return {name: _hold(held, port) for name, port in preferred.items()}


def own_ports(names: Collection[str]) -> dict[str, int]:
    """Return ports that no other process asking at the same time gets.

    Each process has a block of its own, by its id, below the range the kernel hands out by itself,
    so that suites can start side by side without taking each other's ports.
    """
    block = os.getpid() % _BLOCKS
    while True:
        first = _FIRST_PORT + block * _BLOCK_SIZE
        wanted = dict(zip(names, range(first, first + len(names)), strict=True))
        if free_ports(wanted) == wanted:
            return wanted
        block = (block + 1) % _BLOCKS


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
