"""Claims: sent, followed, searched, withdrawn."""

from uuid import UUID

from fastapi import APIRouter, Response

from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from travel_api.deps import ShellDep
from travel_api.storage.paging import read_cursor
from travel_api.use_cases import reading, submitting, supplementing
from travel_api.wire.assessments import AssessmentHistory, past_assessment_out
from travel_api.wire.claims import ClaimIn, ClaimOut, claim_out
from travel_api.wire.events import ClaimEvents, events_out
from travel_api.wire.searches import ClaimPage, ClaimSearch, filter_text, page_out, wanted_by

router = APIRouter(route_class=guarded("travel"), tags=["claims"])


@router.post("/v1/claims", status_code=201, responses=answers(409))
async def submit_claim(
    body: ClaimIn, principal: PrincipalDep, shell: ShellDep, once: OnceDep, response: Response
) -> ClaimOut:
    """Send a claim.

    It is stored before anything else happens. The registers are then asked for the patient's age
    and for attendance; when they answer in time the claim comes back assessed, and decided when
    there is nothing a person has to look at.
    """
    claim_id = await submitting.submit_claim(shell, principal, body.submission(), once)
    response.headers["Location"] = f"{shell.settings.public_url}/travel/v1/claims/{claim_id}"
    return claim_out(await reading.get_claim(shell, principal, claim_id))


@router.post("/v1/claims/searches")
async def search_claims(body: ClaimSearch, principal: PrincipalDep, shell: ShellDep) -> ClaimPage:
    """Find claims, newest first. A citizen finds only own claims."""
    files = await reading.search_claims(
        shell,
        principal,
        wanted_by(body, shell.identities),
        limit=body.limit + 1,
        after=read_cursor(body.cursor, filter_text(body)),
    )
    return page_out(files, body)


@router.get("/v1/claims/{claim_id:uuid}", responses=answers(404))
async def get_claim(claim_id: UUID, principal: PrincipalDep, shell: ShellDep) -> ClaimOut:
    """Return a claim with its newest assessment and its decisions."""
    return claim_out(await reading.get_claim(shell, principal, claim_id))


@router.get("/v1/claims/{claim_id:uuid}/assessments", responses=answers(404))
async def list_claim_assessments(
    claim_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> AssessmentHistory:
    """List every assessment of a claim, oldest first, and why each was made."""
    views = await reading.list_assessments(shell, principal, claim_id)
    return AssessmentHistory(items=[past_assessment_out(view) for view in views])


@router.get("/v1/claims/{claim_id:uuid}/events", responses=answers(404))
async def list_claim_events(claim_id: UUID, shell: ShellDep) -> ClaimEvents:
    """List everything that was done to a claim: who, when, what, by which rules."""
    return events_out(await reading.list_events(shell, claim_id))


@router.post("/v1/claims/{claim_id:uuid}/withdrawals", status_code=201, responses=answers(404, 409))
async def withdraw_claim(
    claim_id: UUID, principal: PrincipalDep, shell: ShellDep, once: OnceDep
) -> ClaimOut:
    """Withdraw a claim that is not decided."""
    await supplementing.withdraw_claim(shell, principal, claim_id, once)
    return claim_out(await reading.get_claim(shell, principal, claim_id))
