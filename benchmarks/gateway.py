"""What a request through the gateway costs, beside its peers before the same service.

    python benchmarks/gateway.py [--rounds N] [--seconds N] [--only KIND]

Starts nginx, Envoy and Traefik, which only pass on, Envoy with its token check, and both data
planes of the gateway with everything on (route, token, scope, limit, inside token, trace, metrics,
access log), one worker each. Each round puts the load of 64 connections on one after the other, so
that what else the machine does falls on all alike; told are the middle and the least of all rounds.
CPU time of the processes from /proc, not requests a second. What is not installed is left out by
name. Ends with 1 when the gateway misses its budget, which is about a GET with one token.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from gateways import contestants as gateways
from gateways.load import Outcome, Traffic, put, source
from gateways.processes import cpu_seconds, resident_bytes, running

from local_stack.issuer.layouts import Wish
from local_stack.issuer.tokens import DevelopmentIssuer
from local_stack.ports import own_ports

GATED: Final = "GET"
MANY: Final = 10_000
BUDGETS: Final = {
    gateways.ENVOY: 1.0,
    gateways.TRAEFIK: 1.0,
    gateways.ENVOY_JWT: 0.5,
    gateways.NGINX: 1 / 0.35,
}
"""Most CPU time of a request, as a multiple of the peer's."""


class Kind(NamedTuple):
    """One kind of request, and how many tokens take turns."""

    title: str
    method: str
    path: str
    size: int = 0
    tokens: int = 1


_CASE: Final = "/invoice/v1/invoices/00000000-0000-4000-8000-000000000001"
KINDS: Final = {
    GATED: Kind("1 kB GET", "GET", _CASE),
    "GET-some": Kind("1 kB GET, 100 tokens", "GET", _CASE, tokens=100),
    "GET-many": Kind(f"1 kB GET, {MANY:,} tokens", "GET", _CASE, tokens=MANY),
    "POST": Kind("10 kB POST", "POST", "/invoice/v1/invoices/searches", 10_000),
    "down": Kind("1 MB down", "GET", f"{_CASE}/document"),
    "up": Kind("1 MB up", "POST", "/invoice/v1/invoices", 1_000_000),
}


class Started(NamedTuple):
    """A contestant that runs."""

    pid: int
    port: int


@dataclass(slots=True)
class Measured:
    """What was measured of one contestant with one kind of request."""

    microseconds: list[float] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    resident: int = 0

    @property
    def middle(self) -> float:
        """Middle CPU time of a request."""
        return statistics.median(self.microseconds)

    @property
    def times(self) -> list[tuple[float, float]]:
        """How long answers took in each round, in ms: half of them, and 99 of 100."""
        return [(outcome.p50_ms, outcome.p99_ms) for outcome in self.outcomes]

    @property
    def errors(self) -> int:
        """How often the answer was not a good one."""
        return sum(outcome.errors for outcome in self.outcomes)

    @property
    def least(self) -> float:
        """Least CPU time of a request."""
        return min(self.microseconds)

    def add(self, contestant: Started, traffic: Traffic, seconds: int) -> None:
        """Put load on `contestant` and note what a request costs."""
        before = cpu_seconds(contestant.pid)
        outcome = put(traffic, contestant.port, seconds)
        spent = cpu_seconds(contestant.pid) - before
        self.microseconds.append(spent / outcome.requests * 1_000_000)
        self.outcomes.append(outcome)
        self.resident = resident_bytes(contestant.pid)


def install() -> None:
    """Install what Debian has, where that is allowed."""
    missing = [name for name in ("nginx", "wrk") if gateways.of_debian(name) is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603


def write_tokens(issuer: DevelopmentIssuer, count: int, folder: Path) -> Path:
    """Write tokens of as many organisations, one a line."""
    path = folder / f"tokens-{count}"
    wish = Wish(scope="helsesak:invoice/submit", expires_in=86_400)
    numbers = map(str, range(900_000_000, 900_000_000 + count))
    tokens = [issuer.token(wish.model_copy(update={"organisation": each})) for each in numbers]
    path.write_text("\n".join(tokens))
    return path


def start(stack: ExitStack, issuer: DevelopmentIssuer, folder: Path) -> dict[str, Started]:
    """Start the service and the gateways before it; say who is not installed."""
    ports = own_ports(gateways.LISTENERS)
    keys = folder / "keys.json"
    keys.write_text(json.dumps(issuer.keys.jwks()))
    places = gateways.Places(folder, ports, issuer.issuer, keys)
    stack.enter_context(running(gateways.service(places), folder))
    started = {}
    for contestant in gateways.contestants(places):
        if contestant.program is None:
            print(f"without {contestant.name}: it is not installed")
        else:
            pid = stack.enter_context(running(contestant, folder))
            started[contestant.name] = Started(pid, contestant.port)
    return started


def warm_up(contestant: Started, traffic: Traffic, tokens: int) -> None:
    """Put load on `contestant` until it has seen every token."""
    asked = 0
    while asked <= tokens:
        asked += put(traffic, contestant.port, 1, asked).requests


def measure(
    started: Mapping[str, Started], traffic: Traffic, rounds: int, seconds: int
) -> dict[str, Measured]:
    """Put load on everybody in turn, round after round."""
    table = {name: Measured() for name in started}
    for _ in range(rounds):
        for name, contestant in started.items():
            table[name].add(contestant, traffic, seconds)
    return table


def show(title: str, table: Mapping[str, Measured]) -> None:
    """Print what was measured with one kind of request."""
    print(f"\n{title:28}   us CPU (min)  nginx/it (min)  p50 ms  p99 ms  errors  RSS MB")
    nginx = table.get(gateways.NGINX)
    for name, found in table.items():
        ratio, best = (nginx.middle / found.middle, nginx.least / found.least) if nginx else (0, 0)
        p50, p99 = (statistics.median(each) for each in zip(*found.times, strict=True))
        print(
            f"{name:28} {found.middle:7.1f} ({found.least:6.1f})    {ratio:5.2f} ({best:4.2f})"
            f"  {p50:6.1f}  {p99:6.1f}  {found.errors:6d}  {found.resident / 1e6:6.0f}",
            flush=True,
        )


def missed(table: Mapping[str, Measured]) -> list[str]:
    """Return what is not as it must be."""
    ours = table[gateways.PROTOCOL]
    return [
        f"{ours.middle / table[peer].middle:.2f} times the CPU time of {peer}, at most {most:.2f}"
        for peer, most in BUDGETS.items()
        if peer in table and ours.middle > most * table[peer].middle
    ] + [f"{name} made errors" for name, found in table.items() if found.errors]


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description="CPU of a request through the gateway")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--only", choices=KINDS)
    asked = parser.parse_args()
    install()
    python, cores = platform.python_version(), os.cpu_count()
    print(f"{datetime.now(UTC).date()}, Python {python}, {cores} cores, load from {source()}")
    complaints: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        issuer = DevelopmentIssuer("maskinporten", "https://issuers.test")
        started = start(stack, issuer, folder)
        for name, kind in KINDS.items():
            if asked.only in {None, name}:
                tokens = write_tokens(issuer, kind.tokens, folder)
                traffic = Traffic(kind.method, kind.path, kind.size, tokens)
                for contestant in started.values():
                    warm_up(contestant, traffic, kind.tokens)
                table = measure(started, traffic, asked.rounds, asked.seconds)
                show(kind.title, table)
                complaints += missed(table) if name == GATED else []
    print(*complaints, sep="\n")
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main())
