"""How long a letter takes, from data to PDF/A-2a and PDF/UA-1, on one core.

    python benchmarks/letters.py [--letters N]

Sets letters with a code, each with another name and number, with a typesetter that has set one
before. Prints the middle and the fastest CPU time, and ends with 1 when the middle one is over the
budget. CPU time, since the machine may have other work.
"""

import argparse
import statistics
import sys
import time
from datetime import date
from typing import Final

from access_api.adapters.letters import render_letter
from access_api.domain.letters import Addressee, CodeLetter, Language

BUDGET_MS: Final = 10.0


def a_letter(n: int) -> CodeLetter:
    """Return the `n`-th letter."""
    return CodeLetter(
        addressee=Addressee(f"Kari {n} Nordmann", ("Storgata 1 A", "0123 OSLO")),
        case_number=f"{n:010d}",
        written_on=date(2026, 3, 4),
        code=f"{n:010d}",
        valid_through=date(2026, 3, 25),
    )


def milliseconds(letters: int) -> list[float]:
    """Return the CPU time of each of `letters` letters."""
    render_letter(a_letter(0), Language.NB)
    taken = []
    for n in range(letters):
        started = time.process_time()
        render_letter(a_letter(n), list(Language)[n % 3])
        taken.append((time.process_time() - started) * 1_000)
    return taken


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description="Time of a letter")
    parser.add_argument("--letters", type=int, default=200)
    taken = milliseconds(parser.parse_args().letters)
    middle = statistics.median(taken)
    print(f"letter: {middle:.1f} ms CPU, fastest {min(taken):.1f} ms (at most {BUDGET_MS:.0f})")
    return int(middle > BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
