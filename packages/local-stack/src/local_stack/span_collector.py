"""A small OTLP/HTTP collector: keeps the spans that processes send, for tests to look at."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from local_stack.ports import LOOPBACK


@dataclass(frozen=True, slots=True)
class CollectedSpan:
    """One span as it came over the wire; `raw` is everything that was sent of it, as text."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    raw: str


class SpanCollector:
    """Where spans are kept. `endpoint` is the OTLP/HTTP address to send traces to."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://{LOOPBACK}:{port}/v1/traces"
        self.spans: list[CollectedSpan] = []

    def take(self, body: bytes) -> None:
        """Keep the spans of one export."""
        for part in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = _service_name(part.resource)
            for scope in part.scope_spans:
                self.spans += [
                    CollectedSpan(
                        service=service,
                        name=span.name,
                        trace_id=span.trace_id.hex(),
                        span_id=span.span_id.hex(),
                        parent_id=span.parent_span_id.hex(),
                        raw=str(span),
                    )
                    for span in scope.spans
                ]


@contextmanager
def collecting() -> Iterator[SpanCollector]:
    """Receive spans on a free port while the block runs."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            collector.take(body)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_arguments: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer((LOOPBACK, 0), Receiver) as server:
        collector = SpanCollector(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield collector
        finally:
            server.shutdown()
            thread.join()


def _service_name(resource: Resource) -> str:
    names = [a.value.string_value for a in resource.attributes if a.key == "service.name"]
    return names[0] if names else ""
