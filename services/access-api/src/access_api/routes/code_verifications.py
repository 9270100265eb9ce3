"""A person calls and gives their code."""

from fastapi import APIRouter, Response

from access_api.deps import ShellDep
from access_api.storage.guesses import Caller
from access_api.use_cases import code_verifications
from access_api.wire.codes import CodeVerificationIn, CodeVerificationOut, verification_out
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded

router = APIRouter(route_class=guarded("access"), tags=["calls"])


@router.post("/v1/code-verifications")
async def verify_access_code(
    body: CodeVerificationIn, principal: PrincipalDep, shell: ShellDep, response: Response
) -> CodeVerificationOut:
    """Reopen the access of a person who calls with case number and code.

    Wrong case, wrong code, used, expired and locked all read `not_verified`; what the agent may
    know stands on the case. `not_ready` costs no attempt. Whoever has worked on the case cannot
    take its call.
    """
    caller = Caller(principal.subject, principal.client_id)
    result = await code_verifications.verify(shell, caller, body.case_number, body.code)
    response.headers["Cache-Control"] = "no-store"
    return verification_out(result)
