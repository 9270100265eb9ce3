"""What the gateway tells of itself: one JSON line and two metrics a request, and traces.

No line names a person, an address or a path: routes are named by their template.
"""

import itertools
import random
import re
import secrets
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, Protocol

import orjson
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanContext, SpanKind, TraceFlags
from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

UNMATCHED: Final = "unmatched"
_TRACEPARENT: Final = re.compile(rb"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}")
_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(slots=True)
class Record:
    """One request, as it is told of when it is over."""

    method: str
    request_id: bytes
    lane: str = "asgi"
    route: str = UNMATCHED
    status: int = 0
    client_id: str | None = None
    received: int = 0
    sent: int = 0
    traceparent: bytes = b""
    span: Span | None = None
    started: float = field(default_factory=time.perf_counter)


class RequestIds:
    """Ids no two requests share: a random start for this process, and a count."""

    def __init__(self) -> None:
        self._start, self._count = secrets.token_hex(6).encode(), itertools.count()

    def __call__(self) -> bytes:
        """Return a new id."""
        return b"%b-%08x" % (self._start, next(self._count))


class Requests(Collector):
    """Counts and times by route, method and status: a list of numbers each, cheap to add to."""

    def __init__(self) -> None:
        self._figures: dict[tuple[str, str, int], list[float]] = {}

    def observe(self, record: Record, seconds: float) -> None:
        """Count `record`."""
        key = (record.route, record.method, record.status)
        figures = self._figures.get(key)
        if figures is None:
            figures = self._figures[key] = [0.0] * (len(_BUCKETS) + 2)
        figures[bisect_left(_BUCKETS, seconds)] += 1
        figures[-1] += seconds

    def collect(self) -> Iterator[Metric]:
        """Yield the figures as Prometheus reads them."""
        labels = ("route", "method", "status")
        times = HistogramMetricFamily("gateway_request_seconds", "Time to answer", labels=labels)
        answers = CounterMetricFamily("gateway_requests", "Answered requests", labels=labels)
        for (route, method, status), (*counts, seconds) in self._figures.items():
            key = (route, method, str(status))
            answers.add_metric(key, sum(counts))
            sums = zip(map(str, (*_BUCKETS, "+Inf")), accumulate(counts), strict=True)
            times.add_metric(key, list(sums), seconds)
        yield from (answers, times)


class Metrics:
    """What Prometheus is told."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Requests()
        self.registry.register(self.requests)
        self.retries = Counter(
            "gateway_retries", "Requests tried again", ["service"], registry=self.registry
        )
        self.resting = Gauge(
            "gateway_service_resting", "1 while left alone", ["service"], registry=self.registry
        )


class Log(Protocol):
    """Where access lines go."""

    def write(self, line: bytes) -> None:
        """Take one line."""


class Tracer:
    """Decides by itself which requests are traced; what the client says of that is not believed."""

    def __init__(self, endpoint: str | None, ratio: float) -> None:
        self._ratio = ratio if endpoint else 0.0
        self._provider = TracerProvider(
            resource=Resource.create({"service.name": "gateway"}), shutdown_on_exit=False
        )
        if endpoint:
            self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
        self._tracer = self._provider.get_tracer(__name__)

    def begin(self, record: Record, inbound: bytes | None) -> None:
        """Give `record` the traceparent its service gets, and a span if it is traced."""
        known = _TRACEPARENT.fullmatch(inbound) if inbound else None
        if not self._ratio or random.random() >= self._ratio:  # noqa: S311  sampling is no secret
            trace_id = known[1] if known else b"%032x" % (random.getrandbits(128) or 1)
            record.traceparent = b"00-%b-%016x-00" % (trace_id, random.getrandbits(64) or 1)
            return
        record.span = self._tracer.start_span(
            f"{record.method} {record.route}", _parent(known), kind=SpanKind.SERVER
        )
        here = record.span.get_span_context()
        record.traceparent = b"00-%032x-%016x-01" % (here.trace_id, here.span_id)

    def end(self, record: Record) -> None:
        """Finish the span of `record`."""
        if record.span is not None:
            record.span.set_attribute("http.response.status_code", record.status)
            record.span.end()

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def _parent(known: re.Match[bytes] | None) -> Any:
    if known is None:
        return None
    outside = SpanContext(
        int(known[1], 16), int(known[2], 16), is_remote=True, trace_flags=TraceFlags(1)
    )
    return trace.set_span_in_context(trace.NonRecordingSpan(outside))


@dataclass(frozen=True, slots=True)
class Recorder:
    """Begins and finishes the record of each request."""

    metrics: Metrics
    log: Log
    tracer: Tracer
    new_id: RequestIds = field(default_factory=RequestIds)

    def begin(self, method: str, lane: str = "asgi") -> Record:
        """Return the record of a new request."""
        return Record(method if method in _METHODS else "other", self.new_id(), lane)

    def finish(self, record: Record) -> None:
        """Tell of a request that is over."""
        seconds = time.perf_counter() - record.started
        self.metrics.requests.observe(record, seconds)
        self.tracer.end(record)
        self.log.write(line_of(record, seconds))


_LINE: Final = (
    b'{"at":%.6f,"event":"answered","service":"gateway","method":"%b","route":"%b","lane":"%b",'
    b'"status":%d,"ms":%.2f,"received":%d,"sent":%d,"client_id":%b,"request_id":"%b",'
    b'"trace_id":%b}'
)


def line_of(record: Record, seconds: float) -> bytes:
    """Return the access line of `record`; of all its members only the client's name is not ours."""
    trace_id = record.traceparent[3:35]
    return _LINE % (
        time.time(),
        record.method.encode(),
        record.route.encode(),
        record.lane.encode(),
        record.status,
        seconds * 1_000,
        record.received,
        record.sent,
        orjson.dumps(record.client_id),
        record.request_id,
        b'"%b"' % trace_id if trace_id else b"null",
    )
