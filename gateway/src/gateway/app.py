"""The gateway, put together from its settings."""

import hmac
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import httpx
from joserfc.jwk import ECKey
from starlette.types import Receive, Scope, Send

from contracts.scopes import OPERATIONS, Operation, Service
from gateway.access_log import AccessLog
from gateway.answers import Answer, LifeCycle
from gateway.background import in_background
from gateway.bodies import ClientGone, RequestBody
from gateway.connections import TURNED_AWAY
from gateway.control import ApiDocument, control_app
from gateway.cors import Cors
from gateway.direct.plane import DirectPlane, open_lanes
from gateway.hygiene import Head, HeadLimits, check_size, check_target, read_head
from gateway.inside import InsideTokens, import_signing_key, new_signing_key
from gateway.patience import Pace
from gateway.places import Places
from gateway.policy import Policy
from gateway.possession import Possession
from gateway.proxy import Proxy
from gateway.records import UNMATCHED, Log, Metrics, Recorder, Tracer
from gateway.refusals import Refusal, problem_answer
from gateway.routing import RouteTable
from gateway.settings import GatewaySettings
from gateway.shared import Memory, memory
from gateway.tokens import TokenVerifier
from gateway.upstream import Upstream, open_session
from service_kit.jwks import JwksStore

CLIENT_LEFT = 499
KEYS_TIMEOUT_S = 5.0
_logger = logging.getLogger(__name__)


class Gateway:
    """The ASGI application of the public port."""

    def __init__(
        self,
        settings: GatewaySettings,
        operations: Sequence[Operation] = OPERATIONS,
        log: Log | None = None,
    ) -> None:
        self.settings, self.life, self.metrics = settings, LifeCycle(), Metrics()
        self.inside = InsideTokens(_signing_keys(settings), settings.inside_issuer)
        self.table = RouteTable(operations)
        self._known = frozenset(
            scope for row in operations for scope in row.scopes | row.widened_by
        )
        self._cors = Cors(settings.cors_origins)
        self._control = control_app(
            self.life, ApiDocument(settings.openapi_path), settings.public_url
        )
        self._log = log
        self._proxy: Proxy | None = None
        self._recorder: Recorder | None = None
        self.direct: DirectPlane | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hold what the gateway needs while it serves: connections, keys, its log."""
        settings = self.settings
        async with AsyncExitStack() as stack:
            log = self._log
            if log is None:
                log = AccessLog()
                await stack.enter_async_context(in_background(log.run()))
            tracer = Tracer(settings.otlp_endpoint, settings.trace_ratio)
            stack.callback(tracer.close)
            self._recorder = Recorder(self.metrics, log, tracer)
            known = await stack.enter_async_context(memory(settings, self.metrics.registry))
            keys = await stack.enter_async_context(httpx.AsyncClient(timeout=KEYS_TIMEOUT_S))
            session = await stack.enter_async_context(open_session(settings.connect_s))
            self._proxy = Proxy(
                policy=self._policy(keys, known),
                upstreams=self._upstreams(session),
                recorder=self._recorder,
                pace=Pace(settings.body_pause_s, settings.body_rate),
                reader_s=settings.read_pause_s,
            )
            self.direct = DirectPlane(
                proxy=self._proxy,
                lanes=open_lanes(self._proxy, self.life, settings),
                cors=self._cors,
                addresses_are_real=not settings.trusted_proxies,
            )
            await stack.enter_async_context(in_background(self.direct.run()))
            yield

    def _upstreams(self, session: aiohttp.ClientSession) -> dict[Service, Upstream]:
        settings = self.settings
        return {
            service: Upstream(
                service=service,
                base_url=url.rstrip("/"),
                session=session,
                metrics=self.metrics,
                places=Places(
                    most=settings.max_in_flight,
                    most_waiting=settings.max_waiting,
                    patience_s=settings.wait_s,
                ),
            )
            for service, url in settings.upstreams.items()
        }

    def _policy(self, client: httpx.AsyncClient, known: Memory) -> Policy:
        settings = self.settings
        issuers = {
            profile.issuer: (profile, JwksStore(profile.jwks_url, client))
            for profile in settings.issuers
        }
        verifier = TokenVerifier(
            issuers, subject_key=settings.subject_key_bytes, known_scopes=self._known
        )
        return Policy(
            table=self.table,
            verifier=verifier,
            possession=Possession(
                public_url=settings.public_url, challenges=verifier.challenges, seen=known.proofs
            ),
            inside=self.inside,
            limiter=known.limiter,
            address_key=hmac.digest(settings.subject_key_bytes, b"addresses", "sha256"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        if self._recorder is None or self._proxy is None:
            raise RuntimeError("the gateway is not running")
        record = self._recorder.begin(scope["method"])
        body = RequestBody(receive)
        answer = Answer(
            send=send,
            body=body,
            record=record,
            life=self.life,
            public_url=self.settings.public_url,
        )
        try:
            await self._serve(self._proxy, scope, answer)
        except Refusal as refusal:
            await answer.refuse(refusal)
        except ClientGone:
            record.status = CLIENT_LEFT
        except Exception:
            _logger.exception("a request failed")
            await answer.refuse(Refusal("internal-error", "Something went wrong here.", close=True))
        finally:
            if not scope["path"].startswith("/health/") and TURNED_AWAY not in scope["state"]:
                self._recorder.finish(record)

    async def _serve(self, proxy: Proxy, scope: Scope, answer: Answer) -> None:
        head = self._inspect(scope)
        answer.body.announced(head)
        answer.extra += self._cors.fields(head.origin)
        if scope["raw_path"].split(b"/", 2)[1].decode("ascii") not in self.table.prefixes:
            await self._control(scope, answer.body.receive, answer.relay)
            answer.record.route = getattr(scope.get("route"), "path", UNMATCHED)
        elif scope["method"] == "OPTIONS" and await self._preflight(scope, head, answer):
            return
        else:
            await proxy.serve(scope, head, answer)

    def _inspect(self, scope: Scope) -> Head:
        path, query = scope["raw_path"], scope["query_string"]
        check_size(path + query, scope["headers"], self.settings.head_limits)
        check_target(path, query)
        if scope["http_version"] == "1.0":
            raise Refusal("not-implemented", "HTTP/1.1 is the oldest version here.", close=True)
        return read_head(scope["headers"])

    async def _preflight(self, scope: Scope, head: Head, answer: Answer) -> bool:
        methods = self.table.methods(scope["raw_path"].decode("ascii"))
        fields = self._cors.preflight(head.origin, methods)
        if not methods or fields is None:
            return False
        await answer.begin(204, fields)
        await answer.end()
        return True

    @property
    def head_limits(self) -> HeadLimits:
        """How large a request's head may be."""
        return self.settings.head_limits

    @property
    def head_s(self) -> float:
        """Longest time a head may take, in seconds."""
        return self.settings.head_s

    @property
    def read_s(self) -> float:
        """Longest time a client may not read its answer, in seconds."""
        return self.settings.read_pause_s

    @property
    def max_connections(self) -> int:
        """How many connections of clients there may be."""
        return self.settings.max_connections

    def turn_away(self, refusal: Refusal) -> bytes:
        """Return the whole answer to a request that never became one, and tell of it."""
        if self._recorder is None:
            raise RuntimeError("the gateway is not running")
        record = self._recorder.begin("other")
        record.status = refusal.status
        self._recorder.finish(record)
        return problem_answer(refusal, self.settings.public_url, record.request_id)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        scope["state"]["gateway"] = self
        async with self.running():
            scope["state"]["direct"] = self.direct
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _signing_keys(settings: GatewaySettings) -> list[ECKey]:
    """Return the current and the next key; development makes them where it was given none."""
    given = [settings.signing_key, settings.next_signing_key]
    keys = [import_signing_key(pem.get_secret_value()) for pem in given if pem is not None]
    if settings.signing_key is None:
        keys = [new_signing_key(), new_signing_key()]
    return keys
