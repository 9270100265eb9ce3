"""The engine answers clearly to everything, and goes on."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from invoice_api.adapters.rules.engine import EngineBusy, EngineLimits, RuleEngine
from invoice_api.adapters.xml import LARGEST_BODY
from invoice_api.domain import unreadable
from invoice_api.domain.house.check import TESTS
from invoice_api.domain.report import Layer, LayerStatus, Severity, Verdict, report_on
from invoice_api.testing.ehf import ehf

ON = date(2026, 11, 21)
EXAMPLES = Path(__file__).parents[4] / "examples" / "ehf"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text("utf-8"))
OFFICIAL = (Layer.XML, Layer.XSD, Layer.EN16931, Layer.PEPPOL)

ENTITY_BOMB = b"""<!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&c;</Invoice>"""
EXTERNAL_ENTITY = b"""<!DOCTYPE Invoice [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&secret;</Invoice>"""


def statuses(results):
    return {result.layer: result.status for result in results.layers}


@pytest.fixture
def own_engine():
    """An engine with one worker that a test may kill, and little room."""
    with RuleEngine(limits=EngineLimits(workers=1, waiting=2, seconds=5.0, documents=3)) as engine:
        yield engine


def runs(pid):
    """Tell whether a process runs; one that has ended but not been waited for has no command."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def wait_until_taken(job):
    """Wait until a worker has the document."""
    while not job.running():
        time.sleep(0.001)


@pytest.mark.parametrize("name", [name for name in EXPECTED if "refused" not in EXPECTED[name]])
async def test_an_example_breaks_the_official_rules_that_its_list_names(rules, name):
    results = await rules.validate((EXAMPLES / name).read_bytes(), on=ON)

    told = sorted({f.rule for f in results.findings})
    assert told == [rule for rule in EXPECTED[name]["rules"] if rule not in TESTS]


async def test_what_the_schema_lets_through_and_nobody_can_read_is_told(rules):
    document = ehf()
    start = document.index(b">", document.index(b"<cbc:EmbeddedDocumentBinaryObject")) + 1
    garbled = document[:start] + b"@@@@" + document[document.index(b"<", start) :]
    later = ehf(IssueDate="12024-12-02")

    (found,) = (await rules.validate(garbled, on=ON)).findings
    assert (found.rule, found.severity) == ("XSD-BASE64", Severity.FATAL)
    told = await rules.validate(later, on=ON)
    assert ("ENGINE-READING", Layer.HOUSE) in {(f.rule, f.layer) for f in told.findings}
    assert told.document is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", unreadable.NotXml),
        (b"%PDF-1.7", unreadable.NotXml),
        (b"<Invoice>", unreadable.NotXml),
        (b"<order/>", unreadable.NotAnInvoice),
        (ENTITY_BOMB, unreadable.DoctypeRefused),
        (EXTERNAL_ENTITY, unreadable.DoctypeRefused),
        (b"<a>" * 101 + b"</a>" * 101, unreadable.TooDeep),
        (b" " * (LARGEST_BODY + 1), unreadable.TooLarge),
    ],
)
async def test_what_cannot_be_read_is_refused_and_the_engine_goes_on(
    rules, expert_fee, body, reason
):
    with pytest.raises(reason):
        await rules.validate(body, on=ON)

    after = await rules.validate(expert_fee, on=ON)
    assert report_on(after).verdict is Verdict.VALID


async def test_official_rules_that_throw_leave_it_undetermined_and_the_engine_goes_on(
    rules, expert_fee
):
    thrown = await rules.validate((EXAMPLES / "faulty-two-legal-entities.xml").read_bytes(), on=ON)
    after = await rules.validate(expert_fee, on=ON)

    assert statuses(thrown)[Layer.EN16931] is LayerStatus.ENGINE_FAILURE
    assert statuses(thrown)[Layer.PEPPOL] is LayerStatus.PASSED
    assert [(f.rule, f.severity) for f in thrown.findings] == [
        ("ENGINE-EXCEPTION", Severity.DEVIATION)
    ]
    assert report_on(thrown).verdict is Verdict.UNDETERMINED
    assert thrown.document is not None
    assert report_on(after).verdict is Verdict.VALID


def test_a_killed_worker_fails_the_document_it_had_and_the_next_one_is_served(
    own_engine, expert_fee
):
    own_engine.submit(expert_fee, on=ON).result()
    (pid,) = own_engine.worker_pids
    os.kill(pid, signal.SIGSTOP)  # so that it surely has the document when it is killed
    lost = own_engine.submit(expert_fee, on=ON)
    wait_until_taken(lost)
    os.kill(pid, signal.SIGKILL)

    assert statuses(lost.result()) == dict.fromkeys(OFFICIAL, LayerStatus.ENGINE_FAILURE)
    assert [f.rule for f in lost.result().findings] == ["ENGINE-WORKER-LOST"]
    served = own_engine.submit(expert_fee, on=ON).result()
    assert report_on(served).verdict is Verdict.VALID
    assert own_engine.worker_pids != (pid,)


def test_a_worker_that_died_while_idle_costs_no_document(own_engine, expert_fee):
    own_engine.submit(expert_fee, on=ON).result()
    (pid,) = own_engine.worker_pids
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    served = own_engine.submit(expert_fee, on=ON).result()

    assert report_on(served).verdict is Verdict.VALID


def test_a_worker_that_hangs_is_ended_and_the_next_document_is_served(own_engine, expert_fee):
    own_engine.submit(expert_fee, on=ON).result()
    (pid,) = own_engine.worker_pids
    os.kill(pid, signal.SIGSTOP)

    slow = own_engine.submit(expert_fee, on=ON).result()
    served = own_engine.submit(expert_fee, on=ON).result()

    assert [f.rule for f in slow.findings] == ["ENGINE-TIMEOUT"]
    assert report_on(slow).verdict is Verdict.UNDETERMINED
    assert report_on(served).verdict is Verdict.VALID


def test_more_documents_than_there_is_room_for_are_turned_away(own_engine, expert_fee):
    own_engine.submit(expert_fee, on=ON).result()
    (pid,) = own_engine.worker_pids
    os.kill(pid, signal.SIGSTOP)
    first = own_engine.submit(expert_fee, on=ON)
    wait_until_taken(first)
    waiting = [own_engine.submit(expert_fee, on=ON) for _ in range(2)]

    with pytest.raises(EngineBusy) as refusal:
        own_engine.submit(expert_fee, on=ON)
    os.kill(pid, signal.SIGCONT)

    assert refusal.value.headers == {"Retry-After": "5"}
    assert all(report_on(each.result()).verdict is Verdict.VALID for each in (first, *waiting))


def test_a_worker_is_replaced_after_so_many_documents(own_engine, expert_fee):
    own_engine.submit(expert_fee, on=ON).result()
    before = own_engine.worker_pids
    for _ in range(2):
        own_engine.submit(expert_fee, on=ON).result()

    assert report_on(own_engine.submit(expert_fee, on=ON).result()).verdict is Verdict.VALID
    assert own_engine.worker_pids != before


def test_a_worker_that_holds_too_much_memory_is_replaced(expert_fee):
    with RuleEngine(limits=EngineLimits(workers=1, resident_bytes=1)) as engine:
        engine.submit(expert_fee, on=ON).result()
        served = engine.submit(expert_fee, on=ON).result()

    assert report_on(served).verdict is Verdict.VALID


def test_workers_end_when_their_service_is_killed():
    program = (
        "from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine\n"
        "engine = RuleEngine(limits=EngineLimits(workers=1))\n"
        "import time\n"
        "while not engine.worker_pids: time.sleep(0.01)\n"
        "print(*engine.worker_pids, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as service:  # noqa: S603 - our own
        pid = int(service.stdout.readline())
        service.kill()

    deadline = time.monotonic() + 30
    while runs(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not runs(pid)


def test_nothing_outside_is_asked_for_by_a_document(rules, expert_fee):
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.settimeout(0)
        address = f"http://127.0.0.1:{outside.getsockname()[1]}/x"
        hints = (
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xsi:schemaLocation="urn:x {address} '
            f'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 {address}"'
        )
        text = expert_fee.decode().replace("<Invoice ", f"<Invoice {hints} ")
        text = text.replace("?>\n", f'?>\n<?xml-stylesheet href="{address}" type="text/xsl"?>\n', 1)
        results = rules.submit(text.encode(), on=ON).result()

        with pytest.raises(BlockingIOError):
            outside.accept()
    assert results.document is not None
    assert report_on(results).verdict is Verdict.VALID


async def test_the_event_loop_runs_on_while_documents_are_checked(rules, expert_fee):
    turns = 0
    checks = asyncio.gather(*(rules.validate(expert_fee, on=ON) for _ in range(5)))
    while not checks.done():
        await asyncio.sleep(0)
        turns += 1

    assert all(report_on(each).verdict is Verdict.VALID for each in await checks)
    assert turns > 5


def test_reports_name_the_rules_they_rest_on_and_whether_they_are_current(rules, expert_fee):
    results = rules.submit(expert_fee, on=ON).result()
    named = {result.layer: result.rule_set for result in results.layers}

    assert named[Layer.XML] is None
    assert {layer: rule_set for layer, rule_set in named.items() if rule_set} == dict(
        rules.rule_sets(ON)
    )
    assert named[Layer.EN16931].current is True
    assert named[Layer.PEPPOL].current is False
    assert named[Layer.XSD].current is True
    assert rules.rule_sets(date(2024, 12, 1))[Layer.PEPPOL].current is True
