"""A route that receives uploads, as a service wires it."""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator
from types import SimpleNamespace

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from sqlalchemy import MetaData

from contracts.scopes import Operation
from service_kit.auth import TokenVerifier
from service_kit.guard import guarded_by
from service_kit.idempotency import OnceDep, idempotency_table
from service_kit.openapi import install_openapi, operation_id
from service_kit.problems import install_problems
from service_kit.sealing import KeyRing, Sealer
from service_kit.testing import InsideTokens, signed_in
from service_kit.uploads import (
    UPLOAD_BODY,
    UPLOAD_PROBLEMS,
    Upload,
    UploadStore,
    receive,
    uploads_table,
)

LIMIT = 1_000
SCOPE = "travel:claim"
ROW = Operation(
    service="travel",
    name="create_upload",
    method="POST",
    path="/v1/uploads",
    scopes=frozenset({SCOPE}),
    body_limit=LIMIT,
)
METADATA = MetaData()
UPLOADS, TOKENS = uploads_table(METADATA), InsideTokens()
PDF = b"%PDF-1.7\nendobj\n%%EOF\n"
router = APIRouter(route_class=guarded_by({ROW.name: ROW}), tags=["uploads"])


@router.post("/v1/uploads", status_code=201, openapi_extra=UPLOAD_BODY)
async def create_upload(request: Request, once: OnceDep) -> Upload:
    content_type = request.headers.get("content-type", "")
    return await receive(request.app.state.store, once, await request.body(), content_type)


@pytest.fixture
async def app(engine) -> FastAPI:
    async with engine.begin() as tx:
        await tx.run_sync(METADATA.create_all)
    app = FastAPI(generate_unique_id_function=operation_id)
    app.state.settings = SimpleNamespace(
        public_url="https://api.example",
        fingerprint_key=SimpleNamespace(get_secret_value=lambda: base64.b64encode(b"k" * 32)),
    )
    app.state.verifier = TokenVerifier(
        TOKENS, issuer="helsesak-gateway", audience="travel-api", allow_synthetic=True
    )
    sealer = Sealer(KeyRing({"k1": secrets.token_bytes(32)}))
    app.state.store = UploadStore(engine, UPLOADS, idempotency_table(MetaData()), sealer)
    app.include_router(router)
    install_problems(app, UPLOAD_PROBLEMS)
    install_openapi(app, tags={"uploads": "Uploads"})
    return app


@pytest.fixture
async def client(app) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


def headers(**changes: str) -> dict[str, str]:
    token = TOKENS.token("travel-api", SCOPE, subject="person:a")
    given = {"Content-Type": "application/pdf", "Idempotency-Key": secrets.token_hex(8)}
    return {**signed_in(token), **given, **changes}


async def test_a_file_is_received_and_told_by_its_digest(client):
    answer = await client.post("/v1/uploads", content=PDF, headers=headers())

    assert answer.status_code == 201
    assert answer.json().keys() == {"upload_id", "media_type", "sha256", "expires_at"}
    assert answer.json()["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert answer.json()["expires_at"].endswith("Z")


async def test_the_same_key_gives_the_same_upload(client):
    same = headers()

    first = await client.post("/v1/uploads", content=PDF, headers=same)
    again = await client.post("/v1/uploads", content=PDF, headers=same)
    other = await client.post("/v1/uploads", content=PDF + b"\n", headers=same)

    assert again.json() == first.json()
    assert other.status_code == 422
    assert other.json()["type"].endswith("/problems/idempotency-key-reused")


@pytest.mark.parametrize(
    ("content", "stated", "status", "slug"),
    [
        (PDF, "image/png", 415, "unsupported-media-type"),
        (b"GIF89a", "image/gif", 415, "unsupported-media-type"),
        (b"\xff\xd8\xff secret", "image/jpeg", 422, "invalid-input"),
        (PDF.ljust(LIMIT + 1), "application/pdf", 413, "body-too-large"),
    ],
)
async def test_what_cannot_be_kept_is_a_problem_that_quotes_nothing(
    client, content, stated, status, slug
):
    answer = await client.post(
        "/v1/uploads", content=content, headers=headers(**{"Content-Type": stated})
    )

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"/problems/{slug}")
    assert "secret" not in answer.text


async def test_a_file_just_as_large_as_allowed_is_received(client):
    largest = PDF[:-6].ljust(LIMIT - 6) + PDF[-6:]

    assert len(largest) == LIMIT
    assert (await client.post("/v1/uploads", content=largest, headers=headers())).status_code == 201


async def test_without_a_token_nothing_is_read(client):
    async def body() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    refused = await client.post("/v1/uploads", content=body(), headers=headers(Authorization=""))

    assert refused.status_code == 401


async def test_an_upload_needs_an_idempotency_key(client):
    without = headers()
    del without["Idempotency-Key"]

    assert (await client.post("/v1/uploads", content=PDF, headers=without)).status_code == 400


async def test_the_document_says_which_files_can_be_sent(app):
    operation = app.openapi()["paths"]["/v1/uploads"]["post"]

    assert set(operation["requestBody"]["content"]) == {
        "application/pdf",
        "image/jpeg",
        "image/png",
    }
    assert operation["security"] == [{"bearer": [SCOPE]}]
