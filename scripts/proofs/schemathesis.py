"""Fuzz the whole suite through the gateway: every check, every phase, as each kind of caller."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from uuid import UUID

from contracts.scopes import OPERATIONS
from local_stack.demo.entrance import Entrance, entrance_to
from local_stack.demo.summary import somebody_new
from local_stack.settings import StackSettings
from local_stack.suite import running

ROOT = Path(__file__).parents[2]
RUNS = ((1, "examples,coverage,fuzzing,stateful"), (2, "fuzzing,stateful"), (3, "fuzzing,stateful"))
"""Seeds and phases; the examples and the coverage of a document are the same under every seed."""
EXAMPLES = 6
WITHOUT = "positive_data_acceptance"
"""Replaced by the check in `scripts/fuzz/hooks.py`."""
SCOPES = sorted({scope for operation in OPERATIONS for scope in operation.scopes})
CASES = re.compile(r"(\d[\d,]*) generated")


async def callers(entrance: Entrance) -> dict[str, str | None]:
    """Return a token of each kind of caller."""
    staff = await entrance.staff(UUID("00000000-0000-4000-8000-0000000000aa"), *SCOPES)
    citizen = await entrance.citizen(somebody_new(), "access:request", "travel:claim")
    machine = await entrance.organisation("310987654", *SCOPES)
    return {
        "nobody": None,
        "citizen": citizen.token,
        "staff": staff.token,
        "machine": machine.token,
    }


async def fuzz(url: str, token: str | None, seed: int, phases: str) -> tuple[int, int]:
    """Run Schemathesis once; return how it ended and how many requests it made."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli"),
        *("--config-file", "scripts/fuzz/schemathesis.toml", "run", f"{url}/openapi.json"),
        *(
            "--url",
            url,
            "--checks",
            "all",
            "--exclude-checks",
            WITHOUT,
            "--max-examples",
            str(EXAMPLES),
            "--seed",
            str(seed),
        ),
        *(
            "--phases",
            phases,
            "--suppress-health-check",
            "all",
            "--continue-on-failure",
            "--warnings",
            "off",
        ),
        *("--generation-database", "none", "--no-color"),
        *(("--header", f"Authorization: Bearer {token}") if token else ()),
    ]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    printed = (await process.communicate())[0].decode()
    print(printed)
    found = CASES.search(printed)
    return process.returncode or 0, int(found[1].replace(",", "")) if found else 0


async def main() -> int:
    """Return 0 when nothing was found."""
    failed, requests = [], 0
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(once=True, var=Path(folder), without_limits=True)
        async with running(settings) as (here, _), entrance_to(here) as entrance:
            for name, token in (await callers(entrance)).items():
                for seed, phases in RUNS:
                    ended, made = await fuzz(here.url("gateway"), token, seed, phases)
                    requests += made
                    failed += [f"{name} with seed {seed}"] if ended else []
    print(
        f"{requests} requests, {len(RUNS)} seeds, 4 kinds of caller; found: {failed or 'nothing'}"
    )
    return len(failed)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
