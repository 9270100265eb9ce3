"""Other figures tried on a hundred thousand stored claims, through HTTP on the running service.

Progress moves and never falls back, the service's memory stays flat, and sums, histogram and
changed claims are those of assessing each claim by itself under rule files in which the figures
were changed by hand. One run is cancelled; in another the service is killed half-way, comes back
and ends alike.
"""

import asyncio
import contextlib
import re
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
from sqlalchemy import select, text

from local_stack.demo.entrance import Entrance, Visitor, entrance_to
from local_stack.demo.patience import until
from local_stack.processes import ProcessGroup
from local_stack.settings import StackSettings
from local_stack.suite import running
from travel_api.adapters import rulebook
from travel_api.adapters.rulebook import Rulebook
from travel_api.deps import close, make_outside, make_shell
from travel_api.domain.engine import assess
from travel_api.settings import Settings
from travel_api.storage import forms
from travel_api.storage.tables import assessments
from travel_api.testing import archive
from travel_api.use_cases.shell import Shell

CLAIMS: Final = 100_000
RUNS: Final = "/travel/v1/reassessments"
PLANNER: Final = UUID("00000000-0000-4000-8000-000000000022")
FIGURES: Final = (("km_rate", "2026-01-01", "3.40"), ("charge", "2025-03-03", "180.00"))
EDGES: Final = (-100_000, -50_000, -10_000, -5_000, 0, 5_000, 10_000, 50_000, 100_000)
LOWEST: Final = -sys.maxsize
MIB: Final = 1024 * 1024
LARGEST_GROWTH: Final = 60 * MIB
ENDED: Final = frozenset({"done", "failed", "cancelled"})
PAUSE_S: Final = 0.2

Change = tuple[int, int, str, str]
"""One claim: øre before and after, outcome before and after."""


@dataclass
class Result:
    """What a comparison came to."""

    claims: int = 0
    before: int = 0
    after: int = 0
    changes: dict[str, Change] = field(default_factory=dict)
    histogram: Counter[int] = field(default_factory=Counter)

    def count(self, claim_id: str, change: Change) -> None:
        """Count one claim, by the plainest code there is."""
        before, after, *outcomes = change
        self.claims += 1
        self.before += before
        self.after += after
        if before != after or len(set(outcomes)) > 1:
            self.changes[claim_id] = change
            self.histogram[max([LOWEST, *(edge for edge in EDGES if edge <= after - before)])] += 1


@dataclass
class Watch:
    """What was seen of a run while it went on."""

    done: list[int] = field(default_factory=list)
    resident: list[int] = field(default_factory=list)

    @property
    def growth(self) -> int:
        """By how many bytes the process grew after its first pieces."""
        return max(self.resident) - self.resident[len(self.resident) // 10]


async def one_by_one(shell: Shell) -> Result:
    """Assess every stored claim by itself under rule files that were changed by hand."""
    book, result = changed_by_hand(), Result()
    c = assessments.c
    stored = select(c.claim_id, c.facts, c.payable, c.outcome)
    async with shell.engine.connect() as connection:
        rows = await connection.stream(stored, execution_options={"yield_per": 2_000})
        async for piece in rows.partitions():
            await asyncio.to_thread(count_all, result, book, piece)
    return result


def count_all(result: Result, book: Rulebook, rows: Iterable[Any]) -> None:
    """Assess some stored claims under `book`."""
    for row in rows:
        facts = forms.facts_from_text(row.facts)
        now = assess(facts, book.timeline, book.interpretations)
        result.count(str(row.claim_id), (row.payable, now.payable, row.outcome, now.outcome))


def changed_by_hand() -> Rulebook:
    """Return the shipped rules with the figures changed in their files."""
    files = rulebook.shipped()
    with tempfile.TemporaryDirectory() as folder:
        for name, day, value in FIGURES:
            row = re.compile(rf'(- from: "{day}"\n +value: )"[0-9.]+"')
            written, changed = row.subn(rf'\1"{value}"', files[f"parameters/{name}.yaml"].decode())
            if changed != 1:
                raise LookupError(name)
            Path(folder, f"{name}.yaml").write_text(written, "utf-8")
        return rulebook.load(Path(folder))


async def start(planner: Visitor) -> str:
    """Ask for a comparison and return its address."""
    figures = [{"id": name, "from": day, "value": value} for name, day, value in FIGURES]
    answer = await planner.post(RUNS, 202, json={"parameters": figures})
    return answer.headers["location"]


async def state(planner: Visitor, path: str) -> dict[str, Any]:
    """Return how far a run has come, asking again while the service is away."""

    async def ask() -> dict[str, Any] | None:
        with contextlib.suppress(httpx.TransportError):
            answer = await planner.client.get(path, headers=signed(planner))
            if answer.is_success:
                run: dict[str, Any] = answer.json()
                return run
        return None

    return await until(ask, "the service")


def signed(planner: Visitor) -> dict[str, str]:
    """Return the planner's token as a header."""
    return {"Authorization": f"Bearer {planner.token}"}


async def watched(planner: Visitor, path: str, processes: ProcessGroup) -> Watch:
    """Follow a run to its end."""
    watch = Watch()
    while True:
        run = await state(planner, path)
        watch.done.append(run["done"])
        watch.resident.append(resident(processes.pid("travel")))
        if run["status"] in ENDED:
            return watch
        await asyncio.sleep(PAUSE_S)


async def reached(planner: Visitor, path: str, least: int) -> None:
    """Wait until a run has come so far."""
    while (await state(planner, path))["done"] < least:  # noqa: ASYNC110 - another process
        await asyncio.sleep(PAUSE_S)


def resident(pid: int) -> int:
    """Return the bytes a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)


async def result_of(planner: Visitor, path: str) -> Result:
    """Read the whole result of a run over HTTP."""
    run = await state(planner, path)
    result = Result(
        run["done"],
        ore(run["totals"]["before"]),
        ore(run["totals"]["after"]),
        histogram=Counter(
            {
                LOWEST if one["from"] is None else ore(one["from"]): one["count"]
                for one in run["histogram"]
                if one["count"]
            }
        ),
    )
    page: dict[str, Any] = {"next_cursor": ""}
    while (cursor := page["next_cursor"]) is not None:
        wanted = {"limit": "1000"} | ({"cursor": cursor} if cursor else {})
        page = (await planner.get(f"{path}/changes", params=wanted)).json()
        for item in page["items"]:
            result.changes[item["claim_id"]] = (
                ore(item["before"]),
                ore(item["after"]),
                item["outcome_before"],
                item["outcome_after"],
            )
    return result


def ore(kroner: str) -> int:
    """Return an amount of the wire in øre."""
    return int(kroner.replace(".", ""))


async def tried(
    planner: Visitor, shell: Shell, processes: ProcessGroup, faults: list[str]
) -> tuple[Result, Watch]:
    """Run once to the end, and compare with each claim assessed by itself."""
    path = await start(planner)
    watch, expected = await asyncio.gather(watched(planner, path, processes), one_by_one(shell))
    if await result_of(planner, path) != expected:
        faults.append("the run came to something else than the claims one by one")
    if watch.done != sorted(watch.done) or len(set(watch.done)) < 5:  # noqa: PLR2004
        faults.append(f"progress was seen as {watch.done}")
    if watch.growth > LARGEST_GROWTH:
        faults.append("the service grew too much")
    return expected, watch


async def cancelled(planner: Visitor, faults: list[str]) -> None:
    """Cancel a run on its way."""
    path = await start(planner)
    await reached(planner, path, 1)
    answer = await planner.client.delete(path, headers=signed(planner))
    at_once = await state(planner, path)
    await asyncio.sleep(2)
    later = await state(planner, path)
    stopped = later == at_once and at_once["status"] == "cancelled" and later["done"] < CLAIMS
    if answer.status_code != httpx.codes.NO_CONTENT or not stopped:
        faults.append("a cancelled run went on")


async def killed(
    planner: Visitor, shell: Shell, processes: ProcessGroup, expected: Result, faults: list[str]
) -> None:
    """Kill the service in the middle of a run; it takes the run up again where it was."""
    path = await start(planner)
    await reached(planner, path, CLAIMS // 2)
    await processes.crash("travel")
    reached_before = (await state(planner, path))["done"]
    async with shell.engine.begin() as tx:  # as if the minute had passed that its work is leased
        await tx.execute(text("UPDATE outbox SET due_at = clock_timestamp()"))
    watch = await watched(planner, path, processes)
    if reached_before < CLAIMS // 2 or watch.done != sorted(watch.done):
        faults.append("a run fell back when the service was killed")
    if await result_of(planner, path) != expected:
        faults.append("a run came to something else after the service was killed")


@contextlib.asynccontextmanager
async def shell_of(processes: ProcessGroup) -> AsyncIterator[Shell]:
    """Open the travel service's own database with its own keys."""
    told = processes.environment("travel")
    settings = Settings(
        **{name.removeprefix("TRAVEL_").lower(): value for name, value in told.items()}
    )
    outside = make_outside(settings)
    shell = make_shell(settings, outside)
    yield shell
    await close(shell, outside)


async def proved(entrance: Entrance, processes: ProcessGroup, faults: list[str]) -> str:
    """Store the claims, try the figures on them, and return what was seen."""
    planner = await entrance.staff(PLANNER, "travel:policy")
    async with shell_of(processes) as shell:
        await archive.fill(shell, CLAIMS)
        await cancelled(planner, faults)
        expected, watch = await tried(planner, shell, processes, faults)
        await killed(planner, shell, processes, expected, faults)
    more = (expected.after - expected.before) // 100
    return (
        f"{expected.claims} claims, {len(expected.changes)} changed, {more:+,} kr, "
        f"seen {len(set(watch.done))} times on its way, "
        f"service {max(watch.resident) // MIB} MiB (+{watch.growth // MIB})"
    )


async def main() -> int:
    """Return 0 when everything holds."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(once=True, var=Path(folder), without_limits=True)
        async with running(settings) as (here, processes), entrance_to(here) as entrance:
            seen = await proved(entrance, processes, faults)
    print(f"{seen}; cancelled, killed and taken up again; wrong: {faults or 'nothing'}")
    return len(faults)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
