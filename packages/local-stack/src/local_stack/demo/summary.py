"""Play the main jobs and say what happened."""

import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from local_stack.demo import access, invoices, travel
from local_stack.demo.entrance import Entrance, entrance_to
from local_stack.demo.page import chapter, point, said, table
from local_stack.environments import LOGIN_SYSTEM, Installation
from service_kit.testing import synthetic_number

_TRAVELLED_DAYS_AGO: Final = 20
_PEOPLE: Final = 300


async def show(here: Installation) -> None:
    """Play every job against the running suite and print a summary."""
    async with entrance_to(here) as entrance:
        await _expert_fees(entrance)
        await _patient_travel(entrance)
        await _access(entrance)


def somebody_new() -> str:
    """Return the number of a made-up person; another one at each start."""
    return synthetic_number(secrets.randbelow(_PEOPLE), born=_a_birthday())


def _a_birthday() -> date:
    return date(1970, 1, 1) + timedelta(days=secrets.randbelow(7000))


def _today() -> date:
    return datetime.now(UTC).date()


async def _expert_fees(entrance: Entrance) -> None:
    chapter(1, "An expert sends electronic invoices (EHF) to Helseklage")
    house = await invoices.House.of(entrance)
    await _fee_that_is_paid(entrance, house)
    for example in ("faulty-line-sum", "faulty-hourly-rate"):
        faulty = await invoices.submit(house.seller, invoices.Fee.new().document(example))
        said(
            f"Invoice {faulty['number']}: {faulty['report']['verdict']}, {faulty['status']}. "
            f"{faulty['latest']['explanation']['en']}"
        )
        for finding in _grave(faulty["report"]["findings"]):
            point(f"{finding['rule']}, line {finding['line']}", _finding(finding))


async def _fee_that_is_paid(entrance: Entrance, house: invoices.House) -> None:
    fee = invoices.Fee.new()
    invoice = await invoices.submit(house.seller, fee.document())
    layers = [row["layer"] for row in invoice["report"]["layers"] if row["status"] == "passed"]
    said(
        f"Invoice {invoice['number']} of {invoice['payable']} {invoice['currency']}: "
        f"{invoice['report']['verdict']} ({', '.join(layers)}). Status {invoice['status']}: "
        f"{invoice['latest']['explanation']['en']}"
    )
    invoice_id = invoice["invoice_id"]
    await invoices.attest(house, fee)
    matched = await invoices.becomes(house, invoice_id, "matched")
    refused = await invoices.approve(house.handler, invoice_id, status=403)
    await invoices.approve(house.approver, invoice_id)
    order = await invoices.pay(entrance, house, invoice)
    paid = await invoices.becomes(house, invoice_id, "paid_out")
    said(
        f"The case handler attests both assignments: {matched['status']}. The same person may not "
        f"approve ({refused['title']}); another does. {order['amount']} NOK are ordered paid to "
        f"account {order['account']}, and told to be paid: {paid['status']}."
    )


def _grave(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [finding for finding in findings if finding["severity"] != "notice"]


def _finding(finding: dict[str, Any]) -> str:
    if finding["found"] and finding["expected"]:
        return f"found {finding['found']}, expected {finding['expected']}"
    text: str = finding["text"]["en"]
    return text


async def _patient_travel(entrance: Entrance) -> None:
    chapter(2, "A patient claims travel expenses from Pasientreiser")
    patient = somebody_new()
    citizen = await entrance.citizen(patient, "travel:claim")
    day = _today() - timedelta(days=_TRAVELLED_DAYS_AGO)
    decided = await travel.submit(citizen, travel.a_claim(patient, day))
    decision = decided["decisions"][-1]
    said(
        f"Claim {decided['number']}, by car to a hospital and back on {day}: {decided['status']}, "
        f"{decision['outcome']}, issued by {decision['issued_by']}."
    )
    titles = {rule["id"]: rule["title"]["en"] for rule in decided["assessment"]["rules"]}
    counted = [line for line in decided["assessment"]["lines"] if line["effect"] != "informs"]
    rows = [_line(line, titles) for line in counted]
    rows.append(("", "", "to be paid", "", decision["payable"]))
    table(rows, right=frozenset({4}))
    said(f"A complaint must be sent by {decision['complain_before']}.")
    await _claim_that_waits(entrance, day)


async def _claim_that_waits(entrance: Entrance, day: date) -> None:
    patient = somebody_new()
    citizen = await entrance.citizen(patient, "travel:claim")
    claim = travel.a_claim(patient, day, companions=[travel.a_companion()])
    waiting = await travel.submit(citizen, claim)
    said(
        f"Claim {waiting['number']}, with a companion and no documents: {waiting['status']}, "
        f"{waiting['assessment']['outcome']}. What is missing, and who can give it:"
    )
    table(
        (missing["rule"], missing["what"], missing["journey"] or "", f"from {missing['from']}")
        for missing in waiting["assessment"]["missing"]
    )


def _line(line: dict[str, Any], titles: dict[str, str]) -> tuple[str, ...]:
    counted = ""
    if line["quantity"] and line["rate"]:
        counted = f"{line['quantity']} {line['unit']} at {line['rate']}"
    return (line["journey"] or "", line["rule"], titles[line["rule"]], counted, line["amount"])


async def _access(entrance: Entrance) -> None:
    chapter(3, "A person blocks their access to Helsenorge, and reopens it with a code on paper")
    person = somebody_new()
    team = await access.Team.of(entrance, LOGIN_SYSTEM)
    block = await access.ask_to_block(entrance, person)
    await access.accept(team, block["id"])
    status = await access.look_up(team, person)
    said(f"Block accepted. The very next look-up answers blocked: {_yes(status['blocked'])}.")
    request = await access.register_reopening(entrance, team, person, _today())
    case_number = request["case_number"]
    letter = await access.posted_letter(entrance, case_number)
    said(
        f"A signed paper form is registered as case {case_number}; one letter with a code is "
        f"printed and posted: {letter.letter_id}.pdf."
    )
    early = await access.call(team, case_number, letter.code)
    await access.accept(team, request["id"])
    wrong = await access.call(team, case_number, _another(letter.code))
    status = await access.look_up(team, person)
    said(
        f"A call before the review: {early['result']}. A wrong code: {wrong['result']}, "
        f"still blocked: {_yes(status['blocked'])}."
    )
    right = await access.call(team, case_number, letter.code)
    again = await access.call(team, case_number, letter.code)
    status = await access.look_up(team, person)
    said(
        f"The code from the letter: {right['result']}, blocked: {_yes(status['blocked'])}. "
        f"The same code again: {again['result']}."
    )


def _another(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def _yes(answer: bool) -> str:  # noqa: FBT001 - a word for a JSON boolean
    return "yes" if answer else "no"
