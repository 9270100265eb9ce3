"""Ten thousand invoices through the engine: each judged once and rightly, in bounded memory."""

import sys
from collections import deque
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from prometheus_client import REGISTRY

from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine
from invoice_api.domain.report import LayerResults, Verdict, report_on
from invoice_api.testing.sizes import with_lines

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "ehf"
DOCUMENTS: Final = 10_000
LIMITS: Final = EngineLimits()
MIB: Final = 1024 * 1024
LARGEST_WORKER: Final = LIMITS.resident_bytes + 100 * MIB
"""A worker is replaced after the document that took it over its limit."""
LARGEST_GROWTH: Final = 50 * MIB
"""What the service's own process may hold more at the end than after the first thousand."""


def main() -> int:
    """Send the documents, print the figures, and return the exit code."""
    expert_fee = (EXAMPLES / "expert-fee.xml").read_bytes()
    samples = {
        expert_fee: Verdict.VALID,
        (EXAMPLES / "supplier.xml").read_bytes(): Verdict.VALID,
        (EXAMPLES / "faulty-total.xml").read_bytes(): Verdict.INVALID,
        (EXAMPLES / "faulty-two-legal-entities.xml").read_bytes(): Verdict.UNDETERMINED,
        with_lines(expert_fee, 20): Verdict.VALID,
    }
    wrong, workers, largest, settled = 0, set[int](), 0, 0
    waiting: deque[tuple[Future[LayerResults], Verdict]] = deque()
    on = datetime.now(UTC).date()
    turns = list(samples.items())
    with RuleEngine(limits=LIMITS) as engine:
        for number in range(DOCUMENTS):
            document, expected = turns[number % len(turns)]
            waiting.append((engine.submit(document, on=on), expected))
            if len(waiting) == LIMITS.waiting // 2:
                wrong += _is_wrong(*waiting.popleft())
            if number % 50 == 0:
                workers.update(engine.worker_pids)
                largest = max(largest, *map(_resident, engine.worker_pids), 0)
            if number == DOCUMENTS // 10:
                settled = _resident("self")
        wrong += sum(_is_wrong(*each) for each in waiting)
    asked = {outcome: _asked(outcome) for outcome in ("answered", "timed_out", "worker_lost")}
    growth = _resident("self") - settled
    print(
        f"{DOCUMENTS} documents, {asked['answered']:.0f} answered, {wrong} wrong, "
        f"{len(workers)} workers in turn, "
        f"the largest {largest // MIB} MiB, the service itself grew by {growth // MIB} MiB"
    )
    once = wrong == 0 and asked == {"answered": DOCUMENTS, "timed_out": 0, "worker_lost": 0}
    kept = largest <= LARGEST_WORKER and growth <= LARGEST_GROWTH
    return 0 if once and kept and len(workers) > LIMITS.workers else 1


def _is_wrong(answer: Future[LayerResults], expected: Verdict) -> bool:
    return report_on(answer.result()).verdict is not expected


def _asked(outcome: str) -> float:
    """Return how many documents fared so."""
    return REGISTRY.get_sample_value("rule_checks_total", {"outcome": outcome}) or 0


def _resident(process: int | str) -> int:
    """Return the bytes that a process holds now; 0 for one that has just been replaced."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0
    held = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
    return 1024 * int(next(held, "0"))


if __name__ == "__main__":
    sys.exit(main())
