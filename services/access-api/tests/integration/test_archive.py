"""The journal for the archive."""

from datetime import timedelta

from access_api.domain.archive import DOCUMENTS, TITLES, Document
from access_api.testing.desk import staff
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)


async def entries(desk, after: int = 0, limit: int = 500):
    answer = await desk.service.get(
        "/v1/journal-entries",
        params={"after": after, "limit": limit},
        headers=staff("staff:t:archivist", "suite:audit"),
    )
    return answer.json()["items"]


async def test_documents_are_journalled_without_naming_anybody(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.relay()
    assert await entries(desk) == []

    await desk.pass_time(timedelta(minutes=3))
    found = [entry for entry in await entries(desk) if entry["case_number"] == case["case_number"]]
    assert (found[0]["direction"], found[0]["document"]) == ("incoming", "form")
    assert sorted(entry["document"] for entry in found[1:]) == ["digital_letter", "letter"]
    assert {entry["access_basis"] for entry in found} == {"offentleglova § 13"}
    assert KARI not in str(found)
    assert {entry.pop("shielded")["request_id"] for entry in found} == {case["id"]}
    assert case["id"] not in str(found)
    assert "staff:" not in str(found)


async def test_the_journal_is_read_on_from_where_it_was_left(desk):
    await desk.blocked(KARI)
    await desk.relay()
    await desk.pass_time(timedelta(minutes=3))
    whole = await entries(desk)
    first = await entries(desk, limit=1)
    rest = await entries(desk, after=first[0]["sequence"])
    assert first + rest == whole


def test_every_kind_of_document_has_a_title():
    assert set(TITLES) == set(Document) == {kind.document for kind in DOCUMENTS.values()}
