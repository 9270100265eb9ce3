"""How the gateway speaks to a client: a service's answer passed on, or one of its own."""

from dataclasses import dataclass, field

from starlette.types import Message, Send

from gateway.bodies import RequestBody
from gateway.records import Record
from gateway.refusals import MEDIA_TYPE, Header, Refusal, problem_body


@dataclass(slots=True)
class LifeCycle:
    """Whether the gateway is about to end.

    Attributes:
        draining: clients are asked to take their connections elsewhere.
    """

    draining: bool = False


@dataclass(slots=True, kw_only=True)
class Answer:
    """The answer to one request.

    Attributes:
        send: where it goes.
        body: the request's body, of which some may never have been read.
        record: what is told of the request.
        life: whether connections are still kept.
        public_url: start of the addresses of problem types.
        extra: header fields that are added to whatever is answered.
        started: whether the head has gone out.
    """

    send: Send
    body: RequestBody
    record: Record
    life: LifeCycle
    public_url: str
    extra: list[Header] = field(default_factory=list)
    started: bool = False
    _closes: bool = False

    async def begin(self, status: int, fields: list[Header], *, close: bool = False) -> None:
        """Send the head."""
        self._closes = close or self.body.much_unread
        fields = [*fields, *self.extra, (b"x-request-id", self.record.request_id)]
        if self._closes or self.life.draining:
            fields.append((b"connection", b"close"))
        self.started, self.record.status = True, status
        await self.send({"type": "http.response.start", "status": status, "headers": fields})

    async def piece(self, piece: bytes) -> None:
        """Send a piece of the body. Returns when the client keeps up again."""
        self.record.sent += len(piece)
        await self.send({"type": "http.response.body", "body": piece, "more_body": True})

    async def end(self) -> None:
        """Finish the answer; a client that is still sending is heard out for a moment first."""
        if self._closes:
            await self.body.discard()
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with a problem. After the head of another answer, that is cut off instead."""
        if self.started:
            return
        content = problem_body(refusal, self.public_url)
        fields = [
            (b"content-type", MEDIA_TYPE),
            (b"content-length", b"%d" % len(content)),
            (b"cache-control", b"no-store"),
        ]
        known = {name for name, _ in refusal.headers}
        self.extra = [own for own in self.extra if own[0] not in known]
        await self.begin(refusal.status, [*fields, *refusal.headers], close=refusal.close)
        await self.piece(content)
        await self.end()

    async def relay(self, message: Message) -> None:
        """Send a message of another ASGI application, its head with the gateway's fields."""
        if message["type"] == "http.response.start":
            await self.begin(message["status"], list(message["headers"]))
        else:
            self.record.sent += len(message.get("body", b""))
            await self.send(message)
