"""Guidance: open to anybody, and true to the form."""

import httpx
import pytest
from fastapi import FastAPI

from access_api.domain.guidance import CONTACT_POINTS, GUIDANCE
from access_api.routes.guidance import router


@pytest.fixture
async def client():
    app = FastAPI()
    app.include_router(router)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


async def test_guidance_is_told_without_a_token(client):
    told = (await client.get("/v1/guidance")).raise_for_status().json()

    assert [procedure["kind"] for procedure in told["procedures"]] == ["block", "reopen"]
    assert told["identification"] == ["passport", "driving_licence", "national_id_card"]
    assert told["days_to_decide"] == 30
    assert (told["code_days_inland"], told["code_days_abroad"]) == (21, 30)


async def test_guidance_says_that_a_block_hides_nothing_from_health_personnel(client):
    told = (await client.get("/v1/guidance")).json()

    assert any("Helsepersonell" in text["nb"] for text in told["a_block_does_not"])
    assert "Trekke samtykke" in told["another_form"]["en"]


async def test_contact_points_say_where_and_when_they_were_read(client):
    points = (await client.get("/v1/contact-points")).raise_for_status().json()["items"]

    assert {point["id"] for point in points} == {"helsenorge-guidance", "access-forms"}
    assert points[0]["phone_from_abroad"] == "+47 23 32 70 00"
    assert points[1]["address"] == ["Helfo", "Postboks 2415", "3104 Tønsberg"]
    assert all(point["source"] and point["seen"] for point in points)


def test_every_text_is_written_in_both_languages():
    texts = [text for procedure in GUIDANCE.procedures for text in procedure.steps]
    texts += [*GUIDANCE.a_block_does, *GUIDANCE.a_block_does_not, GUIDANCE.another_form]
    texts += [point.purpose for point in CONTACT_POINTS]

    assert all(text.nb and text.en and text.nb != text.en for text in texts)


def test_nobody_is_told_to_reopen_by_logging_in():
    first_step = GUIDANCE.procedures[1].steps[0]

    assert "underskrevet skjema" in first_step.nb
    assert "cannot be asked for by logging in" in first_step.en
