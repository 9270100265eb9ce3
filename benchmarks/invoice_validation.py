"""What all layers cost beside the official XSLT alone, on one worker and on two.

    python benchmarks/invoice_validation.py [documents]

Prints, for each example, the time of the official rules alone and of all layers, interleaved in
one run, and their ratio; then documents a second through the engine with one worker and with two,
and how long the event loop was held meanwhile. Ends with 1 when the ratio is above its budget.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from invoice_api.adapters.rules import protocol
from invoice_api.adapters.rules.checker import Checker
from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.domain.report import LayerStatus
from invoice_api.testing.official_alone import OfficialAlone
from invoice_api.testing.sizes import with_lines

EXAMPLES: Final = Path(__file__).parents[1] / "examples" / "ehf"
BUDGET: Final = 1.15
SENDERS: Final = 8
_NOT_RUN: Final = frozenset({LayerStatus.SKIPPED, LayerStatus.ENGINE_FAILURE})
ON: Final = datetime.now(UTC).date()


def main(documents: int) -> int:
    """Measure, print, and return the exit code."""
    expert_fee = (EXAMPLES / "expert-fee.xml").read_bytes()
    samples = {
        "expert-fee (2 lines)": expert_fee,
        "supplier (1 line)": (EXAMPLES / "supplier.xml").read_bytes(),
        "expert-fee with 20 lines": with_lines(expert_fee, 20),
        "expert-fee with 100 lines": with_lines(expert_fee, 100),
        "2 lines, 2 rules broken": (EXAMPLES / "expert-fee-9908.xml").read_bytes(),
    }
    ratio = compare(samples, documents)
    for workers in (1, 2):
        asyncio.run(through_the_engine(expert_fee, workers, documents))
    return 0 if ratio <= BUDGET else 1


def compare(samples: dict[str, bytes], documents: int) -> float:
    """Print both times for each sample and return the ratio of their sums."""
    alone, checker = OfficialAlone(), Checker(find_sources(None))
    whole = official = 0.0
    for name, document in samples.items():
        rounds = max(20, documents // max(1, len(document) // 8_000))
        message = protocol.request(document, ON)

        def all_layers(message: bytes = message) -> object:
            results = checker.check(*protocol.parse_request(message))
            told = protocol.answer(protocol.Answer(results, None, 0))
            return protocol.parse_answer(told)

        def rules_alone(document: bytes = document) -> object:
            return alone.reports(document)

        checked = checker.check(document, ON)
        if any(layer.status in _NOT_RUN for layer in checked.layers):
            raise RuntimeError(f"Not every layer was run over {name}.")
        one, other = interleaved(rules_alone, all_layers, rounds)
        official, whole = official + one, whole + other
        print(f"{name:28} alone {one:7.2f} ms   all layers {other:7.2f} ms   {other / one:.3f}")
    print(f"{'all together':28} {whole / official:.3f} (budget {BUDGET})")
    return whole / official


def interleaved(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Return the median CPU milliseconds of both, taken in turn so that noise hits both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 10):
        for work, kept in zip((first, second), times, strict=True):
            started = time.process_time()
            work()
            if number >= 10:  # noqa: PLR2004 - the first rounds warm up
                kept.append(1_000 * (time.process_time() - started))
    return statistics.median(times[0]), statistics.median(times[1])


async def through_the_engine(document: bytes, workers: int, documents: int) -> None:
    """Print documents a second and the longest time that the event loop was held."""
    held = 0.0

    async def watch() -> None:
        nonlocal held
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(0.001)
            held = max(held, time.perf_counter() - asked - 0.001)

    async def send(count: int) -> None:
        for _ in range(count):
            await engine.validate(document, on=ON)

    with RuleEngine(limits=EngineLimits(workers=workers)) as engine:
        await asyncio.gather(*(send(5) for _ in range(SENDERS)))
        watcher = asyncio.create_task(watch())
        started = time.perf_counter()
        await asyncio.gather(*(send(documents // SENDERS) for _ in range(SENDERS)))
        rate = SENDERS * (documents // SENDERS) / (time.perf_counter() - started)
        watcher.cancel()
    print(f"{workers} worker(s): {rate:6.1f} documents/s, event loop held {1_000 * held:.1f} ms")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
