"""Receipts and documents: uploaded first, then referred to."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from service_kit.uploads import UPLOAD_BODY, Upload, UploadStore, receive
from travel_api.deps import ShellDep
from travel_api.storage.tables import idempotency, uploads
from travel_api.use_cases import reading, supplementing
from travel_api.wire.claims import ClaimOut, claim_out
from travel_api.wire.papers import DocumentList, FindingIn, PaperIn, document_out, finding_of
from travel_api.wire.papers import paper_of as paper

router = APIRouter(route_class=guarded("travel"), tags=["papers"])


@router.post(
    "/v1/uploads", status_code=201, responses=answers(409, 415), openapi_extra=dict(UPLOAD_BODY)
)
async def upload_travel_document(request: Request, shell: ShellDep, once: OnceDep) -> Upload:
    """Receive a receipt or a document; refer to it by its id within a day."""
    store = UploadStore(shell.engine, uploads, idempotency, shell.sealer)
    content_type = request.headers.get("content-type", "")
    return await receive(store, once, await request.body(), content_type)


@router.get("/v1/claims/{claim_id:uuid}/documents", responses=answers(404))
async def list_claim_documents(
    claim_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> DocumentList:
    """List what was sent with a claim."""
    found = await supplementing.list_documents(shell, principal, claim_id)
    return DocumentList(items=[document_out(document) for document in found])


@router.post("/v1/claims/{claim_id:uuid}/documents", status_code=201, responses=answers(404, 409))
async def add_claim_document(
    claim_id: UUID, body: PaperIn, principal: PrincipalDep, shell: ShellDep, once: OnceDep
) -> ClaimOut:
    """Add a receipt or a document to a claim; it is assessed anew at once."""
    await supplementing.add_paper(shell, principal, claim_id, paper(body), once)
    return claim_out(await reading.get_claim(shell, principal, claim_id))


@router.get(
    "/v1/claims/{claim_id:uuid}/documents/{document_id:uuid}/content",
    response_class=Response,
    responses={
        200: {
            "description": "The file as it is kept",
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        },
        **answers(404),
    },
)
async def download_claim_document(
    claim_id: UUID, document_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> Response:
    """Return one document, as an attachment that no browser runs."""
    kept = await supplementing.download_document(shell, principal, claim_id, document_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{document_id}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return Response(kept.content, media_type=kept.media_type, headers=headers)


@router.post("/v1/claims/{claim_id:uuid}/findings", status_code=201, responses=answers(404, 409))
async def record_finding(
    claim_id: UUID, body: FindingIn, principal: PrincipalDep, shell: ShellDep, once: OnceDep
) -> ClaimOut:
    """Record what the office found out where a register gave no answer."""
    await supplementing.record_finding(shell, principal, claim_id, finding_of(body), once)
    return claim_out(await reading.get_claim(shell, principal, claim_id))
