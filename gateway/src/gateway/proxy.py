"""The data plane: one request to one service, streamed both ways."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import aiohttp
from starlette.types import Scope

from contracts.scopes import Service
from gateway.answers import Answer
from gateway.bodies import BodyTerms, ClientGone
from gateway.hygiene import Head, answer_fields, is_plain_answer
from gateway.patience import Pace, Patience, Waiting
from gateway.policy import Admission, Asked, Policy
from gateway.records import Recorder
from gateway.refusals import Header, bad_gateway, gateway_timeout
from gateway.upstream import Question, Upstream, question_headers

_NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """Takes requests through the policy to their service and brings back the answer.

    Attributes:
        policy: what decides.
        upstreams: the services.
        recorder: what tells of requests.
        pace: how slowly a client may send a body.
        reader_s: longest time a client may not read, in seconds.
    """

    policy: Policy
    upstreams: Mapping[Service, Upstream]
    recorder: Recorder
    pace: Pace
    reader_s: float

    async def serve(self, scope: Scope, head: Head, answer: Answer) -> None:
        """Answer one request whose head has passed inspection.

        Raises:
            Refusal: the gateway itself must answer, if nothing has been answered yet.
            ClientGone: nobody waits for an answer any more.
        """
        method, path = scope["method"], scope["raw_path"].decode("ascii")
        route = self.policy.table.match(method, path)
        answer.record.route = route.template
        answer.extra += route.notice
        self.recorder.tracer.begin(answer.record, head.traceparent)
        address = scope["client"][0] if scope["client"] else ""
        admission = await self.policy.admit(route, head, Asked(method, path, address))
        answer.record.client_id = admission.client_id
        answer.extra += admission.quota.fields()
        upstream = self.upstreams[route.service]
        async with upstream.place():
            await self._exchange(scope, head, Exchange(upstream, admission, answer, self.reader_s))

    async def _exchange(self, scope: Scope, head: Head, exchange: "Exchange") -> None:
        body, operation = exchange.answer.body, exchange.admission.route.operation
        patience = Patience()
        try:
            async with asyncio.timeout(operation.timeout_s) as patience.timer:
                terms = BodyTerms(
                    limit=operation.body_limit,
                    patience=patience,
                    pace=self.pace,
                    service_s=operation.timeout_s,
                )
                await exchange.run(_question(scope, head, exchange, terms), patience)
        except TimeoutError:
            if patience.waiting is Waiting.SERVICE:
                exchange.upstream.failed()
            raise patience.blame() from None
        finally:
            exchange.answer.record.received = body.received


def _question(scope: Scope, head: Head, exchange: "Exchange", terms: BodyTerms) -> Question:
    record, admission = exchange.answer.record, exchange.admission
    own = [
        (b"x-request-id", record.request_id),
        (b"traceparent", record.traceparent),
    ]
    if admission.inside_token is not None:
        own.append((b"authorization", b"Bearer " + admission.inside_token))
    path = scope["raw_path"].decode("ascii").removeprefix(f"/{admission.route.service}")
    query = scope["query_string"].decode("ascii")
    return Question(
        method=scope["method"],
        target=f"{path}?{query}" if query else path,
        headers=question_headers(head.kept, head.content_length, own),
        body=exchange.answer.body.pieces(terms) if head.has_body else None,
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request that was let through, and its answer."""

    upstream: Upstream
    admission: Admission
    answer: Answer
    reader_s: float

    async def run(self, question: Question, patience: Patience) -> None:
        """Converse with the service until the answer has gone out or the client has left."""
        work = asyncio.current_task()
        watch = asyncio.create_task(self.answer.body.until_client_leaves())
        if work is not None:
            watch.add_done_callback(lambda task: None if task.cancelled() else work.cancel())
        try:
            await self._converse(question, patience)
        except asyncio.CancelledError:
            if work is None or not watch.done() or watch.cancelled():
                raise
            work.uncancel()
            raise ClientGone from None
        finally:
            watch.cancel()

    async def _converse(self, question: Question, patience: Patience) -> None:
        try:
            response = await self.upstream.ask(question)
        except (aiohttp.ClientError, OSError) as error:
            raise self._reason(error) from None
        fields = [(name.lower(), value) for name, value in response.raw_headers]
        if not is_plain_answer(response.status, fields):
            response.close()
            raise self._reason(aiohttp.ClientPayloadError())
        self.upstream.answered()
        try:
            await self._give_back(response, answer_fields(fields), patience)
        except aiohttp.ClientError as error:
            raise self._reason(error) from None
        finally:
            response.close()

    async def _give_back(
        self, response: aiohttp.ClientResponse, fields: list[Header], patience: Patience
    ) -> None:
        if response.status == _NOT_MODIFIED:
            fields = [field for field in fields if field[0] != b"content-length"]
        service_s = self.admission.route.operation.timeout_s
        await self.answer.begin(response.status, fields)
        async for piece in response.content.iter_any():
            patience.renew(Waiting.READER, self.reader_s)
            await self.answer.piece(piece)
            patience.renew(Waiting.SERVICE, service_s)
        if not self.answer.body.complete:
            response.close()
        await self.answer.end()

    def _reason(self, error: Exception) -> Exception:
        """Return what really went wrong: the client's body, or the service."""
        failure = self.answer.body.failure
        if failure is not None:
            return failure
        self.upstream.failed()
        if isinstance(error, aiohttp.ConnectionTimeoutError):
            return gateway_timeout("The service did not take the connection.")
        return bad_gateway()
