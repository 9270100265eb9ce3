"""Uploads: what they are, whose they are, and how long they stay."""

import asyncio
import hashlib
import io
import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import MetaData, func, select, update

from service_kit import images
from service_kit.idempotency import Once, idempotency_table
from service_kit.problems import NotFound, Unavailable
from service_kit.sealing import CannotOpen, KeyRing, Sealer
from service_kit.testing import pass_time
from service_kit.uploaded_files import UnreadableFile, UnsupportedFile
from service_kit.uploads import (
    UNUSED_AT_ONCE,
    TooManyUploads,
    UploadStore,
    bind,
    erase,
    opened,
    receive,
    sweep,
    uploads_table,
)

METADATA = MetaData()
UPLOADS = uploads_table(METADATA)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
OWNER, STRANGER = "staff:t:o", "staff:t:x"


@pytest.fixture
async def store(engine) -> UploadStore:
    async with engine.begin() as tx:
        await tx.run_sync(METADATA.create_all)
    sealer = Sealer(KeyRing({"k1": secrets.token_bytes(32)}))
    return UploadStore(engine, UPLOADS, idempotency_table(MetaData()), sealer)


def a_request(owner: str = OWNER, **changes: object) -> Once:
    given = Once(owner, "create_upload", secrets.token_hex(8), b"print")
    return replace(given, **changes)


def an_image(file_format: str = "JPEG", size=(60, 40), mode: str = "RGB", **options) -> bytes:
    drawn = io.BytesIO()
    Image.new(mode, size, options.pop("colour", "red")).save(drawn, file_format, **options)
    return drawn.getvalue()


async def upload(store: UploadStore, content: bytes = PDF, kind: str = "application/pdf") -> UUID:
    return (await receive(store, a_request(), content, kind)).upload_id


async def used(store: UploadStore, upload_id: UUID, case_id: UUID, owner: str = OWNER) -> bool:
    async with store.engine.begin() as tx:
        return not await bind(tx, UPLOADS, [upload_id], owner=owner, case_id=case_id)


async def content_of(store: UploadStore, upload_id: UUID, case_id: UUID) -> bytes:
    async with store.engine.begin() as tx:
        file = await opened(tx, UPLOADS, store.sealer, upload_id=upload_id, case_id=case_id)
    return file.content


async def kept(store: UploadStore) -> int:
    async with store.engine.connect() as tx:
        return (await tx.execute(select(func.count()).select_from(UPLOADS))).scalar_one()


async def test_a_pdf_is_kept_as_it_is_and_told_by_its_digest(store):
    received = await receive(store, a_request(), PDF, "application/pdf; x=y")
    case_id = uuid4()
    assert await used(store, received.upload_id, case_id)

    assert await content_of(store, received.upload_id, case_id) == PDF
    assert received.sha256 == hashlib.sha256(PDF).hexdigest()
    assert received.media_type == "application/pdf"


async def test_the_database_never_sees_the_file(store):
    await upload(store)
    async with store.engine.connect() as tx:
        sealed = (await tx.execute(select(UPLOADS.c.sealed))).scalar_one()

    assert b"PDF" not in sealed


async def test_a_file_moved_to_another_row_does_not_open(store):
    first, second, case_id = await upload(store), await upload(store), uuid4()
    await used(store, first, case_id)
    await used(store, second, case_id)
    async with store.engine.begin() as tx:
        other = select(UPLOADS.c.sealed).where(UPLOADS.c.upload_id == second).scalar_subquery()
        moved = update(UPLOADS).where(UPLOADS.c.upload_id == first).values(sealed=other)
        await tx.execute(moved)

    with pytest.raises(CannotOpen):
        await content_of(store, first, case_id)


@pytest.mark.parametrize(
    ("content", "stated"),
    [
        (PDF, "image/jpeg"),
        (an_image("PNG"), "image/jpeg"),
        (an_image("GIF"), "image/gif"),
        (b"<html>%PDF-1.7 %%EOF", "application/pdf"),
        (b"PK\x03\x04", "application/zip"),
        (PDF, ""),
        (b"", "application/pdf"),
    ],
)
async def test_what_the_bytes_are_decides_not_what_is_said_of_them(store, content, stated):
    with pytest.raises(UnsupportedFile):
        await receive(store, a_request(), content, stated)
    assert await kept(store) == 0


@pytest.mark.parametrize(
    ("content", "stated"),
    [
        (PDF[:20], "application/pdf"),
        (an_image()[:200], "image/jpeg"),
        (an_image("PNG")[:60], "image/png"),
        (b"\xff\xd8\xff" + b"\x00" * 500, "image/jpeg"),
    ],
)
async def test_a_broken_file_is_refused_without_being_quoted(store, content, stated):
    with pytest.raises(UnreadableFile) as it:
        await receive(store, a_request(), content, stated)
    assert it.value.extra["errors"][0]["code"] == "unreadable_file"
    assert await kept(store) == 0


async def test_an_image_keeps_its_pixels_and_nothing_else(store):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6  # lies on its side
    photo = an_image(exif=exif, comment=b"a comment") + b"PK\x03\x04 hidden archive"
    upload_id, case_id = await upload(store, photo, "image/jpeg"), uuid4()
    await used(store, upload_id, case_id)

    redrawn = await content_of(store, upload_id, case_id)

    assert Image.open(io.BytesIO(redrawn)).size == (40, 60)
    assert not Image.open(io.BytesIO(redrawn)).getexif()
    for left_over in (b"home", b"comment", b"archive", b"Exif"):
        assert left_over in photo
        assert left_over not in redrawn


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "LA", "1"])
def test_every_kind_of_png_becomes_a_plain_one(mode):
    clear = 0 if mode in {"1", "L", "P"} else (0,) * len(Image.getmodebands(mode) * "x")
    redrawn = Image.open(io.BytesIO(images.redraw(an_image("PNG", mode=mode, colour=clear))))

    assert (redrawn.format, redrawn.mode) == ("PNG", "RGB")
    see_through = mode in {"RGBA", "LA"}
    assert redrawn.getpixel((0, 0)) == ((255, 255, 255) if see_through else (0, 0, 0))


@pytest.mark.parametrize("size", [(images.LONGEST_SIDE + 1, 10), (5001, 5000)])
async def test_a_flood_of_pixels_is_refused(store, size):
    flood = an_image("PNG", size=size, mode="1", colour=0)

    assert len(flood) < 100_000
    with pytest.raises(UnreadableFile):
        await receive(store, a_request(), flood, "image/png")


async def test_a_photograph_of_a_large_sensor_is_kept_at_half_its_size(store):
    photo, case_id = an_image(size=(8064, 6048)), uuid4()
    upload_id = await upload(store, photo, "image/jpeg")
    await used(store, upload_id, case_id)

    redrawn = Image.open(io.BytesIO(await content_of(store, upload_id, case_id)))

    assert redrawn.size == (4032, 3024)


async def test_more_images_at_once_than_can_be_redrawn_are_asked_to_come_again(store):
    drawn = await asyncio.gather(
        *(upload(store, an_image(), "image/jpeg") for _ in range(4)), return_exceptions=True
    )

    refused = [it for it in drawn if isinstance(it, Unavailable)]
    assert len(refused) == 2
    assert await kept(store) == 2
    assert await upload(store, an_image(), "image/jpeg")


@pytest.mark.parametrize("size", [(images.LONGEST_SIDE, 10), (5000, 5000)])
async def test_an_image_just_within_the_limits_is_kept(store, size):
    largest = an_image("PNG", size=size, mode="1", colour=0)

    assert await receive(store, a_request(), largest, "image/png")


async def test_the_same_request_again_finds_the_same_upload(store):
    once = a_request()
    first = await receive(store, once, PDF, "application/pdf")

    assert await receive(store, once, PDF, "application/pdf") == first
    assert await kept(store) == 1


async def test_the_same_request_after_the_upload_was_erased_finds_nothing(store):
    once, case_id = a_request(), uuid4()
    first = await receive(store, once, PDF, "application/pdf")
    await used(store, first.upload_id, case_id)
    async with store.engine.begin() as tx:
        await erase(tx, UPLOADS, case_id)

    with pytest.raises(NotFound):
        await receive(store, once, PDF, "application/pdf")


async def test_only_the_owner_can_use_an_upload_and_only_for_one_case(store):
    upload_id, case_id = await upload(store), uuid4()

    assert not await used(store, upload_id, case_id, owner=STRANGER)
    assert await used(store, upload_id, case_id)
    assert await used(store, upload_id, case_id), "the case may refer to it again"
    assert not await used(store, upload_id, uuid4())
    with pytest.raises(NotFound):
        await content_of(store, upload_id, uuid4())


async def test_of_two_cases_at_once_one_gets_the_upload(store):
    upload_id = await upload(store)

    got = await asyncio.gather(*(used(store, upload_id, uuid4()) for _ in range(8)))

    assert got.count(True) == 1


async def test_an_unused_upload_is_gone_after_a_day_and_a_used_one_is_not(store):
    await upload(store)
    bound, case_id = await upload(store), uuid4()
    await used(store, bound, case_id)

    await pass_time(store.engine, timedelta(hours=23, minutes=59))
    async with store.engine.begin() as tx:
        await sweep(tx, UPLOADS)
    assert await kept(store) == 2

    await pass_time(store.engine, timedelta(minutes=2))
    async with store.engine.begin() as tx:
        await sweep(tx, UPLOADS)
    assert await kept(store) == 1
    assert await content_of(store, bound, case_id) == PDF


async def test_an_upload_cannot_be_used_after_a_day_though_nobody_swept(store):
    upload_id = await upload(store)
    await pass_time(store.engine, timedelta(hours=24))

    assert not await used(store, upload_id, uuid4())


async def test_uploads_of_a_case_are_erased_with_it(store):
    mine, case_id = await upload(store), uuid4()
    other, other_case = await upload(store), uuid4()
    await used(store, mine, case_id)
    await used(store, other, other_case)

    async with store.engine.begin() as tx:
        await erase(tx, UPLOADS, case_id)

    assert await kept(store) == 1
    assert await content_of(store, other, other_case) == PDF


async def test_nobody_hoards_uploads_but_others_are_not_kept_out(store):
    for _ in range(UNUSED_AT_ONCE):
        await upload(store)

    with pytest.raises(TooManyUploads):
        await upload(store)
    assert await receive(store, a_request(STRANGER), PDF, "application/pdf")
