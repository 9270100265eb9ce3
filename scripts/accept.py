"""Run every proof in `scripts/proofs` and print one line for each.

A proof is a program: it exits with 0 when it holds and with 77 when this machine lacks what it
needs. The last line it prints is its figure, or its reason. What it prints before is kept in
`var/accept/<proof>.log`.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOGS = ROOT / "var" / "accept"
SKIPPED = 77


def main() -> int:
    """Run the proofs named on the command line, or all; return how many failed."""
    LOGS.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    proofs = sorted(path for path in (ROOT / "scripts/proofs").iterdir() if path.is_file())
    return sum(not holds(proof) for proof in proofs if not wanted or proof.stem in wanted)


def holds(proof: Path) -> bool:
    """Run one proof and print its line."""
    started = time.monotonic()
    log = LOGS / f"{proof.stem}.log"
    command = [sys.executable, proof] if proof.suffix == ".py" else [proof]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # noqa: TID251 - handed on
    environment = {**os.environ, "PATH": path}  # noqa: TID251 - handed on
    with log.open("w+") as output:
        done = subprocess.run(  # noqa: S603 - our own programs
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, check=False
        )
        output.seek(0)
        last = ([line for line in output.read().splitlines() if line.strip()] or [""])[-1]
    word = {0: "holds", SKIPPED: "skipped"}.get(done.returncode, "FAILED")
    print(f"{word:8} {proof.stem:32} {time.monotonic() - started:6.0f} s  {last}", flush=True)
    return word != "FAILED"


if __name__ == "__main__":
    sys.exit(main())
