"""Letters: ordered, returned, and what the printer tells of them."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request

from access_api.adapters.webhooks import verify
from access_api.deps import ShellDep
from access_api.use_cases import codes, letter_news, reading
from access_api.wire.cases import AccessRequestOut, LetterReturnOut, case_out
from access_api.wire.letters import LetterReturnIn, PrintCallbackIn, PrintCallbackOut
from access_api.wire.requests import LetterOrderIn
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers

router = APIRouter(route_class=guarded("access"), tags=["letters"])


@router.post(
    "/v1/access-requests/{request_id}/letters",
    status_code=201,
    responses=answers(404, 409, 412),
)
async def order_access_letter(
    request_id: UUID,
    body: LetterOrderIn,
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
) -> AccessRequestOut:
    """Send a new code by post. The old code stops working at once.

    A person gets at most three codes in thirty days, over all their requests. A shielded request
    takes `access:protected` too.
    """
    await codes.order_letter(
        shell, principal, once, request_id, address_confirmed=body.address_confirmed
    )
    return case_out(await reading.read(shell, principal, request_id), principal)


@router.post("/v1/letter-returns", status_code=201, responses=answers(404, 409))
async def register_letter_return(
    body: LetterReturnIn, principal: PrincipalDep, shell: ShellDep, once: OnceDep
) -> LetterReturnOut:
    """Register an envelope that came back. A code inside it stops working at once."""
    letter = await letter_news.register_return(
        shell, principal.subject, once, body.letter_id, body.reason
    )
    return LetterReturnOut(letter_id=letter.letter_id, status=letter.status)


async def _require_signature(request: Request, shell: ShellDep) -> None:
    verify(shell.settings.print_callback_secret, await request.body(), request.headers)


@router.post(
    "/v1/print-callbacks",
    dependencies=[Depends(_require_signature)],
    responses=answers(401, 404),
)
async def receive_print_callback(body: PrintCallbackIn, shell: ShellDep) -> PrintCallbackOut:
    """Hear from the print provider that a letter was posted, came back or failed.

    The body is signed as Standard Webhooks lay down. Old and doubled messages change nothing.
    """
    await letter_news.hear(shell, body.news())
    return PrintCallbackOut(letter_id=body.letter_id)
