"""Asks the official rules without ever holding up the event loop.

Each lane is a thread that owns one worker process and takes documents from one bounded queue. A
worker that dies or hangs costs the document it had, and nothing else: the lane starts another.
"""

import asyncio
import queue
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from invoice_api.adapters.rules import engine_failures, protocol
from invoice_api.adapters.rules.process import WorkerLost, WorkerProcess, WorkerTooSlow
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.adapters.xml import LARGEST_BODY
from invoice_api.domain.official import accept_old_address
from invoice_api.domain.report import Layer, LayerResults, RuleSet
from invoice_api.domain.unreadable import REASONS, TooLarge


class EngineBusy(Exception):
    """More documents wait than will be served soon."""

    headers = {"Retry-After": "5"}  # noqa: RUF012 - a constant of the class

    def __init__(self) -> None:
        super().__init__("Many documents are being checked. Try again in a few seconds.")


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
class _Job:
    message: bytes
    future: "Future[LayerResults]"


class RuleEngine:
    """The official rules. Made once; safe to ask from any thread and any event loop."""

    def __init__(self, folder: Path | None = None, limits: EngineLimits | None = None) -> None:
        """Find the rules and start the workers, without waiting for them.

        Raises:
            RulesUnusable: the rules cannot be found.
        """
        self._limits = limits or EngineLimits()
        self._sources = find_sources(folder)
        self._closing = False
        self._queue: queue.Queue[_Job | None] = queue.Queue(self._limits.waiting)
        self._lanes = [
            _Lane(self._queue, folder, self._limits) for _ in range(self._limits.workers)
        ]
        for lane in self._lanes:
            lane.start()

    async def validate(self, body: bytes, *, on: date) -> LayerResults:
        """Return what every official layer says of `body` on the day `on`.

        An engine that fails, by exception, time or death, answers with `engine_failure` layers:
        only a busy engine and an unreadable document are raised.

        Raises:
            Unreadable: there is no invoice or credit note in `body`.
            EngineBusy: the queue is full, or the engine is closing.
        """
        return await asyncio.wrap_future(self.submit(body, on=on))

    def submit(self, body: bytes, *, on: date) -> "Future[LayerResults]":
        """Ask for what `validate` answers, without waiting for it."""
        if len(body) > LARGEST_BODY:
            raise TooLarge
        if self._closing:
            raise EngineBusy
        job = _Job(protocol.request(body, on), Future())
        try:
            self._queue.put_nowait(job)
        except queue.Full as error:
            raise EngineBusy from error
        return job.future

    def rule_sets(self, on: date) -> Mapping[Layer, RuleSet]:
        """Return the rules that documents are checked by, and whether they are current on `on`."""
        return {source.layer: source.rule_set(on) for source in self._sources}

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """Return the numbers of the worker processes that run now."""
        return tuple(lane.worker.pid for lane in self._lanes if lane.worker)

    def close(self) -> None:
        """Finish what was taken on, take on no more, then end the workers."""
        if self._closing:
            return
        self._closing = True
        for _ in self._lanes:
            self._queue.put(None)
        for lane in self._lanes:
            lane.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Lane(threading.Thread):
    def __init__(
        self, jobs: "queue.Queue[_Job | None]", folder: Path | None, limits: EngineLimits
    ) -> None:
        super().__init__(name="rule-lane", daemon=True)
        self._jobs = jobs
        self._folder = folder
        self._limits = limits
        self.worker: WorkerProcess | None = None

    def run(self) -> None:
        self._prepare()
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._serve(job)
        self._retire()

    def _serve(self, job: _Job) -> None:
        try:
            answer = self._ready_worker().ask(job.message, self._limits.seconds)
        except WorkerTooSlow:
            self._retire()
            job.future.set_result(engine_failures.timed_out())
        except WorkerLost:
            self._retire()
            job.future.set_result(engine_failures.worker_lost())
        else:
            _settle(job.future, answer)
            self._replace_when_worn()

    def _ready_worker(self) -> WorkerProcess:
        """Return a worker that can be asked; one that died while it was idle is replaced."""
        if self.worker is not None and self.worker.has_ended:
            self._retire()
        if self.worker is None:
            self.worker = WorkerProcess(self._folder)
            self.worker.wait_until_ready()
        return self.worker

    def _replace_when_worn(self) -> None:
        worker, limits = self.worker, self._limits
        if worker and (
            worker.asked >= limits.documents or worker.resident_bytes >= limits.resident_bytes
        ):
            self._retire()
            self._prepare()

    def _prepare(self) -> None:
        """Start a worker before it is needed. When that fails, the next document tries again."""
        try:
            self._ready_worker()
        except (WorkerLost, WorkerTooSlow):
            self._retire()

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
