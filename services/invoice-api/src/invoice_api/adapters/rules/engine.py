"""Asks the official rules without ever holding up the event loop.

Each lane is a thread that owns one worker process and takes documents from one bounded queue. A
worker that dies or hangs costs the document it had, and nothing else: the lane starts another.
"""

import asyncio
import queue
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Self

from invoice_api.adapters.rules.lane import CHECKS, EngineLimits, Job, Lane
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.adapters.xml import LARGEST_BODY
from invoice_api.domain.report import Layer, LayerResults, RuleSet
from invoice_api.domain.unreadable import TooLarge

__all__ = ["EngineBusy", "EngineLimits", "RuleEngine"]


class EngineBusy(Exception):
    """More documents wait than will be served soon."""

    headers = {"Retry-After": "5"}  # noqa: RUF012 - a constant of the class

    def __init__(self) -> None:
        super().__init__("Many documents are being checked. Try again in a few seconds.")


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
        self._queue: queue.Queue[Job | None] = queue.Queue(self._limits.waiting)
        self._lanes = [Lane(self._queue, folder, self._limits) for _ in range(self._limits.workers)]
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
        job = Job(body, on, Future())
        try:
            self._queue.put_nowait(job)
        except queue.Full as error:
            CHECKS.labels("turned_away").inc()
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
