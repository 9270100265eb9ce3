"""The login system's questions: answered at once, alike for everybody, and complete."""

import base64
import hashlib
import hmac
from datetime import timedelta

from access_api.testing.desk import TOKENS
from service_kit.testing import signed_in, synthetic_number

KARI, OLA, NOBODY = synthetic_number(1), synthetic_number(2), synthetic_number(3)
KEY = b"k" * 32


def login_system(client_id: str = "login-system") -> dict[str, str]:
    act = {"iss": "https://maskinporten.example", "client_id": client_id}
    token = TOKENS.token("access-api", "access:lookup", subject="org:999999999", act=act)
    return dict(signed_in(token))


def subject(number: str) -> str:
    return hmac.new(KEY, number.encode(), hashlib.sha256).hexdigest()


async def ask(desk, path: str, body: dict) -> object:
    return await desk.service.post(path, json=body, headers=login_system())


async def changes(desk, **query) -> dict:
    found = await desk.service.get("/v1/block-changes", params=query, headers=login_system())
    return found.raise_for_status().json()


async def reopened(desk, person: str) -> None:
    await desk.blocked(person)
    case = await desk.form(person)
    await desk.relay()
    await desk.review(case)
    code = await desk.code_in(case)
    assert (await desk.call(case["case_number"], code)).json()["result"] == "reopened"


async def test_a_block_is_told_of_from_the_moment_it_was_accepted(desk):
    before = await desk.look_up(KARI)
    await desk.blocked(KARI)
    after = await desk.look_up(KARI)

    assert before == {"blocked": False, "since": None, "version": before["version"]}
    assert after["blocked"]
    assert after["since"].endswith("Z")
    assert after["version"] == before["version"] + 1


async def test_whoever_is_unknown_reads_like_whoever_is_not_blocked(desk):
    await desk.blocked(KARI)
    await desk.form(OLA, "block")

    assert await desk.look_up(NOBODY) == await desk.look_up(OLA)


async def test_a_version_is_that_of_everybody(desk):
    await desk.blocked(KARI)
    first = (await desk.look_up(OLA))["version"]
    await reopened(desk, OLA)

    assert (await desk.look_up(KARI))["version"] == first + 2


async def test_an_answer_is_never_kept_by_anybody(desk):
    for path, body in (
        ("/v1/status-lookups", {"national_id": KARI}),
        ("/v1/status-lookup-batches", {"national_ids": [KARI]}),
    ):
        assert (await ask(desk, path, body)).headers["cache-control"] == "no-store"


async def test_what_is_no_number_is_refused_and_not_repeated(desk):
    for said in ("00000000000", KARI[:10], KARI + "1", f"{KARI[:-1]}x", "", None, 12345678901):
        answer = await ask(desk, "/v1/status-lookups", {"national_id": said})

        assert answer.status_code == 422
        assert not said or str(said) not in answer.text


async def test_a_batch_is_answered_in_its_order_and_of_one_version(desk):
    await desk.blocked(KARI)

    asked = {"national_ids": [OLA, KARI, NOBODY, KARI]}
    items = (await ask(desk, "/v1/status-lookup-batches", asked)).json()["items"]

    assert [item["blocked"] for item in items] == [False, True, False, True]
    assert len({item["version"] for item in items}) == 1


async def test_a_batch_is_of_one_to_a_thousand(desk):
    for size, status in ((0, 422), (1, 200), (1000, 200), (1001, 422)):
        answer = await ask(desk, "/v1/status-lookup-batches", {"national_ids": [KARI] * size})

        assert answer.status_code == status
        assert status != 200 or len(answer.json()["items"]) == size


async def test_changes_tell_the_whole_story_in_order(desk):
    await desk.blocked(KARI)
    await reopened(desk, OLA)

    story = await changes(desk)

    told = [(item["blocked"], item["subjects"]) for item in story["items"]]
    assert told == [(True, [subject(KARI)]), (True, [subject(OLA)]), (False, [subject(OLA)])]
    versions = [item["version"] for item in story["items"]]
    assert versions == sorted(set(versions))
    assert story["version"] == versions[-1]


async def test_a_receiver_that_reads_page_by_page_misses_nothing(desk):
    for person in (KARI, OLA, NOBODY):
        await desk.blocked(person)
    seen, after = [], 0
    while page := (await changes(desk, after=after, limit=1))["items"]:
        seen += page
        after = page[-1]["version"]

    assert seen == (await changes(desk))["items"]
    assert len(seen) == 3


async def test_a_page_that_cannot_be_is_refused(desk):
    for query in ({"limit": 0}, {"limit": 1001}, {"after": -1}, {"after": "x"}):
        found = await desk.service.get("/v1/block-changes", params=query, headers=login_system())

        assert found.status_code == 422


async def test_only_a_receiver_that_is_set_up_reads_the_changes(desk):
    found = await desk.service.get("/v1/block-changes", headers=login_system("another"))

    assert found.status_code == 403
    assert found.json()["type"].endswith("/problems/access-not-a-receiver")


async def webhooks(desk) -> list[dict]:
    received = (await desk.outside.get("/_control/webhooks/events")).json()
    return [entry["event"] for entry in received if entry["receiver"] == "login-system"]


async def test_each_change_is_told_once_by_webhook_and_names_nobody(desk):
    await reopened(desk, KARI)
    await desk.relay()
    await desk.relay()

    events = await webhooks(desk)

    assert [event["type"] for event in events] == ["access.blocked.v1", "access.reopened.v1"]
    assert [event["data"]["subjects"] for event in events] == [[subject(KARI)]] * 2
    assert [event["data"] for event in events] == [
        {**event["data"], "version": item["version"]}
        for event, item in zip(events, (await changes(desk))["items"], strict=True)
    ]
    assert KARI not in str(events)


async def test_a_receiver_that_was_away_is_told_when_it_is_back(desk):
    await desk.disturb("webhooks", fail=1, status=503)
    await desk.blocked(KARI)
    await desk.relay()
    assert await webhooks(desk) == []

    await desk.pass_time(timedelta(minutes=2))
    await desk.relay()
    assert [event["type"] for event in await webhooks(desk)] == ["access.blocked.v1"]


async def test_an_answer_lost_on_its_way_leads_to_one_event_all_the_same(desk):
    await desk.disturb("webhooks", fail=1, status=503, when="after")
    await desk.blocked(KARI)
    await desk.relay()
    await desk.pass_time(timedelta(minutes=2))
    await desk.relay()

    assert len(await webhooks(desk)) == 1
    assert await desk.sql("SELECT count(*) FROM outbox WHERE topic = 'access.block-changed'") == 0


def test_the_subject_of_the_test_is_keyed_as_the_settings_say(settings):
    key = settings.receivers[0].subject_key.get_secret_value()

    assert base64.b64decode(key) == KEY
