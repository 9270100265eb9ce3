"""A lane of the rule engine: a thread, and the worker process that it owns."""

import logging
import queue
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from prometheus_client import Counter, Histogram

from invoice_api.adapters.rules import engine_failures, protocol
from invoice_api.adapters.rules.process import WorkerLost, WorkerProcess, WorkerTooSlow
from invoice_api.domain.official import accept_old_address
from invoice_api.domain.report import LayerResults
from invoice_api.domain.unreadable import REASONS

_log: Final = logging.getLogger(__name__)

CHECKS: Final = Counter("rule_checks", "Documents by how the rule engine fared", ["outcome"])
STARTS: Final = Counter("rule_worker_starts", "Workers that compiled the rules and were ready")
SECONDS: Final = Histogram(
    "rule_check_seconds",
    "Time of a worker for one document",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """How much the engine takes on, and when a worker is replaced."""

    workers: int = 2
    waiting: int = 32
    """Documents in the queue; a full queue is `EngineBusy`."""
    seconds: float = 20.0
    """For one document, from when a worker takes it."""
    documents: int = 2_000
    """A worker that has checked so many is replaced."""
    resident_bytes: int = 400 * 1024 * 1024
    """A worker that holds so much is replaced."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document on its way through the engine."""

    body: bytes
    on: date
    future: "Future[LayerResults]"


class Lane(threading.Thread):
    """One worker process and the thread that keeps it busy."""

    def __init__(
        self, jobs: "queue.Queue[Job | None]", folder: Path | None, limits: EngineLimits
    ) -> None:
        super().__init__(name="rule-lane", daemon=True)
        self._jobs = jobs
        self._folder = folder
        self._limits = limits
        self.worker: WorkerProcess | None = None

    def run(self) -> None:
        """Serve jobs until there is `None` instead of one."""
        self._prepare()
        while (job := self._jobs.get()) is not None:
            self._prepare()
            if job.future.set_running_or_notify_cancel():
                self._serve(job)
                self._replace_when_worn()
        self._retire()

    def _prepare(self) -> None:
        """Have a worker that can be asked; one that died while it was idle is replaced.

        When none can be started the next document fails, and the one after it tries again.
        """
        if self.worker is not None and self.worker.has_ended:
            self._retire()
        if self.worker is None:
            try:
                self.worker = WorkerProcess(self._folder)
                self.worker.wait_until_ready()
            except (WorkerLost, WorkerTooSlow):
                _log.exception("rule worker did not start")
                self._retire()
            else:
                STARTS.inc()

    def _serve(self, job: Job) -> None:
        started = time.perf_counter()
        try:
            answer = self._ask(job)
        except WorkerTooSlow:
            self._give_up("timed_out")
            job.future.set_result(engine_failures.timed_out())
        except WorkerLost:
            self._give_up("worker_lost")
            job.future.set_result(engine_failures.worker_lost())
        else:
            SECONDS.observe(time.perf_counter() - started)
            CHECKS.labels("answered").inc()
            _settle(job.future, answer)

    def _ask(self, job: Job) -> protocol.Answer:
        if self.worker is None:
            raise WorkerLost
        return self.worker.ask(protocol.request(job.body, job.on), self._limits.seconds)

    def _give_up(self, outcome: str) -> None:
        CHECKS.labels(outcome).inc()
        _log.warning("rule worker ended", extra={"outcome": outcome})
        self._retire()

    def _replace_when_worn(self) -> None:
        worker, limits = self.worker, self._limits
        if worker and (
            worker.asked >= limits.documents or worker.resident_bytes >= limits.resident_bytes
        ):
            self._retire()
            self._prepare()

    def _retire(self) -> None:
        if self.worker is not None:
            self.worker.stop()
            self.worker = None


def _settle(future: "Future[LayerResults]", answer: protocol.Answer) -> None:
    if answer.results is not None:
        future.set_result(accept_old_address(answer.results))
    elif unreadable := REASONS.get(answer.unreadable or ""):
        future.set_exception(unreadable())
    else:
        future.set_result(engine_failures.worker_lost())
