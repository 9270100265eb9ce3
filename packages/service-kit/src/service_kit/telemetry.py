"""What a service tells of itself: JSON log lines, metrics, traces; never a person's data.

Routes are named by their template, so that no id or number of a path gets out. Log lines pass a
redactor as a last net, and exceptions are logged as class names and places, without their text,
since a database puts values there.
"""

import contextlib
import json
import logging
import re
import sys
import time
import traceback
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from fastapi.telemetry import TelemetryConfig
from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind, StatusCode
from prometheus_client import Counter, Histogram, start_http_server
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_kit.settings import ServiceSettings

REQUEST_ID: Final[ContextVar[str]] = ContextVar("request_id", default="")
_log = logging.getLogger("access")
_tracer = trace.get_tracer(__name__)
_ELEVEN_DIGITS: Final = re.compile(r"(?<![0-9])[0-9]{6} ?[0-9]{5}(?![0-9])")
_PROPER_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_STANDARD_FIELDS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_SERVER_ERROR: Final = 500
_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})

FRAMEWORK_TELEMETRY: Final[TelemetryConfig] = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""What every `FastAPI(telemetry=...)` is given: the framework's own telemetry records addresses
with their queries, and the texts of exceptions. Ours, below, takes its place."""

REQUESTS: Final = Counter("http_requests", "Answered requests", ["route", "method", "status"])
SECONDS: Final = Histogram(
    "http_request_seconds",
    "Time to answer",
    ["route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class JsonFormatter(logging.Formatter):
    """Writes a log record as one line of JSON."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Numbers that could be identity numbers are blotted out."""
        span = trace.get_current_span().get_span_context()
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self._service,
            "logger": record.name,
            "event": record.getMessage(),
            "request_id": REQUEST_ID.get() or None,
            "trace_id": f"{span.trace_id:032x}" if span.is_valid else None,
        }
        line |= {k: v for k, v in vars(record).items() if k not in _STANDARD_FIELDS}
        if record.exc_info and record.exc_info[1]:
            line["error"] = list(_without_texts(record.exc_info[1]))
        shown = {key: value for key, value in line.items() if value is not None}
        return redact(json.dumps(shown, default=str, ensure_ascii=False))


def redact(text: str) -> str:
    """Return `text` with everything blotted out that could be an identity number."""
    return _ELEVEN_DIGITS.sub("***********", text)


def _without_texts(error: BaseException) -> Iterator[str]:
    """Yield the classes and places of an exception and its causes."""
    current: BaseException | None = error
    while current is not None:
        frames = traceback.extract_tb(current.__traceback__)
        places = " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames[-8:])
        yield f"{type(current).__module__}.{type(current).__qualname__} at {places}"
        current = current.__cause__ or current.__context__


def configure_logging(service: str) -> None:
    """Send every log record of this process to standard output as JSON."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(service))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def serve_metrics(settings: ServiceSettings) -> None:
    """Answer /metrics on the port of its own, which no route leads to."""
    if settings.metrics_port:
        start_http_server(settings.metrics_port, addr=settings.host)


class RequestTelemetry:
    """ASGI middleware: one request id, one span, one log line and two metrics a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through and tell of it when it is answered."""
        if scope["type"] != "http" or scope["path"].startswith("/health/"):
            await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        given = headers.get("x-request-id", "")
        request_id = given if _PROPER_REQUEST_ID.fullmatch(given) else uuid4().hex
        method = scope["method"] if scope["method"] in _METHODS else "other"
        REQUEST_ID.set(request_id)
        status = _SERVER_ERROR
        started = time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        parent = propagate.extract(headers)
        with _tracer.start_as_current_span(
            "request", parent, kind=SpanKind.SERVER, record_exception=False
        ) as span:
            try:
                await self._app(scope, receive, answer)
            finally:
                route = getattr(scope.get("route"), "path", "unmatched")
                span.update_name(f"{method} {route}")
                span.set_attribute("http.response.status_code", status)
                if status >= _SERVER_ERROR:
                    span.set_status(StatusCode.ERROR)
                _tell(method, route, status, time.perf_counter() - started)


def _tell(method: str, route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(route, method, status).inc()
    SECONDS.labels(route, method).observe(seconds)
    fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 2)}
    _log.info("answered", extra=fields)


@contextlib.asynccontextmanager
async def telemetry(service: str, settings: ServiceSettings) -> AsyncIterator[None]:
    """Serve metrics and send traces while the block runs."""
    serve_metrics(settings)
    if settings.otlp_endpoint is None:
        yield
        return
    from service_kit.tracing import sending_traces  # noqa: PLC0415 - loads a tenth of a second

    with sending_traces(service, settings.otlp_endpoint, settings.trace_ratio):
        yield
