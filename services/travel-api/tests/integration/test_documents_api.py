"""Letter and explanation of a decision, as the claimant gets them."""

import io
from uuid import uuid4

import pytest
from pypdf import PdfReader

from travel_api.testing.people import submitted


def text_of(document: bytes) -> str:
    pages = PdfReader(io.BytesIO(document)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ")


async def document(caller, claim, name, **query):
    return await caller.get(f"/v1/claims/{claim['claim_id']}/decisions/1/{name}", params=query)


@pytest.mark.parametrize("name", ["letter", "explanation"])
async def test_a_claimant_gets_both_documents_and_no_browser_keeps_them(citizen, name):
    claim = await submitted(citizen)

    answer = await document(citizen, claim, name)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    filename = f"{claim['number']}-1-{name}.pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{filename}"'


async def test_the_explanation_tells_every_amount_that_the_api_tells(citizen):
    claim = await submitted(citizen)
    lines = claim["assessment"]["lines"]

    text = text_of((await document(citizen, claim, "explanation", lang="en")).content)

    paid = [line["amount"].lstrip("-") for line in lines if line["effect"] != "informs"]
    assert paid
    assert all(amount in text for amount in paid)
    assert all(rule["title"]["en"] in text for rule in claim["assessment"]["rules"])
    assert claim["assessment"]["payable"] in text


async def test_the_letter_tells_what_is_paid_and_how_to_complain(citizen):
    claim = await submitted(citizen)
    decision = claim["decisions"][0]

    text = text_of((await document(citizen, claim, "letter", lang="en")).content)

    assert decision["payable"] in text
    assert decision["number"] in text
    assert "Postboks 2533 Kjørbekk" in text
    assert str(int(decision["complain_before"][-2:])) in text


@pytest.mark.parametrize("name", ["letter", "explanation"])
async def test_no_document_tells_whom_it_is_about(citizen, name):
    claim = await submitted(citizen)

    assert citizen.national_id not in text_of((await document(citizen, claim, name)).content)


@pytest.mark.parametrize("name", ["letter", "explanation"])
async def test_another_persons_document_reads_like_one_that_is_not_there(citizen, stranger, name):
    claim = await submitted(citizen)
    nowhere = {"claim_id": str(uuid4())}

    theirs, none = await document(stranger, claim, name), await document(stranger, nowhere, name)

    assert theirs.status_code == none.status_code == 404
    assert theirs.json() == none.json()


async def test_a_decision_that_was_not_made_has_no_letter(citizen):
    claim = await submitted(citizen)
    path = f"/v1/claims/{claim['claim_id']}/decisions/2/letter"

    assert (await citizen.get(path)).status_code == 404


async def test_an_unknown_language_is_refused(citizen):
    claim = await submitted(citizen)

    assert (await document(citizen, claim, "letter", lang="sv")).status_code == 422
