"""A person's way through the service, from a block to a call that reopens."""

from service_kit.testing import synthetic_number

KARI = synthetic_number(1)


async def test_from_block_to_reopening(desk):
    block = (await desk.self_service(KARI)).json()
    assert block["status"] == "under_review"
    assert (await desk.look_up(KARI))["blocked"] is False

    assert (await desk.review(block)).json()["status"] == "effected"
    status = await desk.look_up(KARI)
    assert status["blocked"] is True
    assert status["since"]
    assert status["version"] == 1

    case = await desk.form(KARI)
    assert case["status"] == "under_review"
    await desk.relay()
    assert (await desk.read(case))["code"]["state"] == "live"
    code = await desk.code_in(case)

    early = await desk.call(case["case_number"], code)
    assert early.json()["result"] == "not_ready"

    assert (await desk.review(case)).json()["status"] == "awaiting_call"
    done = await desk.call(case["case_number"], code)
    assert done.json()["result"] == "reopened"
    assert await desk.look_up(KARI) == {"blocked": False, "since": None, "version": 2}
    assert (await desk.read(case))["status"] == "reopened"
    await desk.relay()
    kinds = [letter["kind"] for letter in (await desk.read(case))["letters"]]
    assert kinds == ["reopening_requested", "reopening_code", "reopening_accepted", "reopened"]
