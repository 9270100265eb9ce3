"""Systems that take something and remember it: mailbox, payment system, webhook receiver."""

from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from standardwebhooks import Webhook, WebhookVerificationError
from stdnum.no import kontonr

from local_stack.sandbox import people
from local_stack.sandbox.shapes import Body, Mailbox, NationalId
from local_stack.sandbox.world import WorldDep

router = APIRouter()


class Message(Body):
    """A digital letter."""

    message_id: str
    national_id: NationalId
    mailbox: Mailbox
    title: str
    language: Literal["nb", "nn", "se", "en"]
    pdf: str


class PaymentOrder(Body):
    """An amount to pay."""

    order_id: str
    account: str
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,12}\.[0-9]{2}$")]
    currency: Literal["NOK"]
    payee: str
    kid: str | None
    message: str
    due_on: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


def _signature(request: Request) -> Webhook:
    return cast("Webhook", request.app.state.webhook_signature)


@router.post("/digital-mailbox/messages")
async def deliver_message(message: Message, world: WorldDep) -> JSONResponse:
    """Put a letter in a digital mailbox, once for each message id."""
    known = world.contacts.get(message.national_id) or people.contact(message.national_id)
    if known.mailbox != message.mailbox:
        return JSONResponse({"code": "no_mailbox"}, status_code=422)
    is_new = message.message_id not in world.messages
    world.messages.setdefault(message.message_id, message.model_dump(mode="json"))
    answer = {"message_id": message.message_id, "status": "delivered"}
    return JSONResponse(answer, status_code=202 if is_new else 200)


@router.get("/_control/digital-mailbox/messages")
async def list_messages(world: WorldDep) -> list[dict[str, Any]]:
    """List every digital letter."""
    return list(world.messages.values())


@router.post("/payment-system/orders")
async def order_payment(order: PaymentOrder, world: WorldDep) -> JSONResponse:
    """Take an order, once for each order id."""
    if not kontonr.is_valid(order.account):
        return JSONResponse({"code": "bad_account"}, status_code=422)
    new = order.model_dump(mode="json")
    before = world.orders.setdefault(order.order_id, new)
    if before != new:
        return JSONResponse({"code": "duplicate"}, status_code=409)
    answer = {"order_id": order.order_id, "status": "accepted"}
    return JSONResponse(answer, status_code=202 if before is new else 200)


@router.get("/_control/payment-system/orders")
async def list_orders(world: WorldDep) -> list[dict[str, Any]]:
    """List every order."""
    return list(world.orders.values())


@router.post("/webhooks/{receiver}")
async def receive_webhook(
    receiver: str,
    request: Request,
    world: WorldDep,
    signature: Annotated[Webhook, Depends(_signature)],
) -> Response:
    """Take an event when its signature is right."""
    body = await request.body()
    try:
        event = signature.verify(body, dict(request.headers))
    except (WebhookVerificationError, ValueError):
        return Response(status_code=401)
    received = {"receiver": receiver, "event": event}
    world.events.setdefault(request.headers["webhook-id"], received)
    return Response(status_code=204)


@router.get("/_control/webhooks/events")
async def list_events(world: WorldDep) -> list[dict[str, Any]]:
    """List every event, each once."""
    return list(world.events.values())
