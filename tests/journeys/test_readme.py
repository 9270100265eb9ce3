"""What the README shows works as it is pasted."""

import asyncio
import json
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
CALLS = [block for block in BLOCKS if "curl" in block]
EXPECTED = {
    "/travel/v1/assessments": {"outcome": "granted", "payable": "213.00"},
    "/invoice/v1/validations": {"verdict": "invalid"},
    "/access/v1/status-lookups": {"blocked": False, "since": None},
}


def test_there_are_three_calls():
    assert len(CALLS) == len(EXPECTED) == 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("call", CALLS, ids=list(EXPECTED))
async def test_a_call_works_as_pasted(call, suite, request):
    here = call.replace("http://127.0.0.1:8080", suite.url("gateway"))
    here = here.replace("http://127.0.0.1:8090", suite.url("issuer"))
    shell = await asyncio.create_subprocess_exec(
        "sh", "-ec", here, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    answer, _ = await shell.communicate()

    told = json.loads(answer)
    expected = EXPECTED[request.node.callspec.id]
    assert {key: told[key] for key in expected} == expected
