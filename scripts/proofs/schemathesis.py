"""Fuzz the whole suite through the gateway: every check, every phase, as each kind of caller."""

import asyncio
import json
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from uuid import UUID

from contracts.scopes import OPERATIONS
from local_stack.demo.entrance import Entrance, entrance_to
from local_stack.settings import StackSettings
from local_stack.suite import running
from service_kit.testing import synthetic_number

ROOT = Path(__file__).parents[2]
RUNS = ((1, "examples,coverage,fuzzing,stateful"), (2, "fuzzing,stateful"), (3, "fuzzing,stateful"))
"""Seeds and phases; the examples and the coverage of a document are the same under every seed."""
AT_A_TIME = 2
WITHOUT = "positive_data_acceptance"
"""Replaced by the check in `scripts/fuzz/hooks.py`."""
COMMAND = (
    *(sys.executable, "-m", "schemathesis.cli", "--config-file", "scripts/fuzz/schemathesis.toml"),
    *("run", "--checks", "all", "--exclude-checks", WITHOUT, "--continue-on-failure"),
    *("--suppress-health-check", "all", "--warnings", "off", "--no-color"),
    *("--generation-database", "none"),
)
SCOPES = sorted({scope for operation in OPERATIONS for scope in operation.scopes})
COUNTED = re.compile(r"^Requests: (.*)$", re.MULTILINE)

Counts = Counter[str]
"""Requests by service."""


async def callers(entrance: Entrance) -> dict[str, str | None]:
    """Return a token of each kind of caller."""
    staff = await entrance.staff(UUID("00000000-0000-4000-8000-0000000000aa"), *SCOPES)
    citizen = await entrance.citizen(synthetic_number(0), "access:request", "travel:claim")
    machine = await entrance.organisation("310987654", *SCOPES)
    return {
        "nobody": None,
        "citizen": citizen.token,
        "staff": staff.token,
        "machine": machine.token,
    }


async def fuzz(url: str, token: str | None, seed: int, phases: str) -> tuple[bool, Counts]:
    """Run Schemathesis once; tell whether it found nothing, and what it asked."""
    whom = ("--header", f"Authorization: Bearer {token}") if token else ()
    how = ("--url", url, "--seed", str(seed), "--phases", phases)
    process = await asyncio.create_subprocess_exec(
        *(*COMMAND, f"{url}/openapi.json", *how, *whom),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed = (await process.communicate())[0].decode()
    print(printed)
    counted = COUNTED.search(printed)
    return process.returncode == 0, Counter(json.loads(counted[1]) if counted else {})


async def every_seed(
    turn: asyncio.Semaphore, url: str, name: str, token: str | None
) -> tuple[Counts, list[str]]:
    """Run Schemathesis with every seed as one caller; return what it asked and where it failed."""
    counts: Counts = Counter()
    failed = []
    async with turn:
        for seed, phases in RUNS:
            print(f"== {name}, seed {seed}: {phases}", flush=True)
            nothing, asked = await fuzz(url, token, seed, phases)
            counts += asked
            failed += [] if nothing else [f"{name} with seed {seed}"]
    return counts, failed


async def main(wanted: list[str]) -> int:
    """Fuzz as the callers that are wanted, or as each; return 0 when nothing was found."""
    turn = asyncio.Semaphore(AT_A_TIME)
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(once=True, var=Path(folder), without_limits=True)
        async with running(settings) as (here, _), entrance_to(here) as entrance:
            known = await callers(entrance)
            names = wanted or list(known)
            runs = (every_seed(turn, here.url("gateway"), name, known[name]) for name in names)
            ended = await asyncio.gather(*runs)
    counts = sum((counts for counts, _ in ended), Counter())
    failed = [run for _, runs_failed in ended for run in runs_failed]
    asked = ", ".join(f"{service} {number:,}" for service, number in sorted(counts.items()))
    print(
        f"requests: {asked}; {len(names)} kinds of caller, {len(RUNS)} seeds; "
        f"found: {', '.join(failed) or 'nothing on any service'}"
    )
    return len(failed)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
