"""The rules know no clock, no chance, no waiting and no world outside their arguments."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOMAINS = sorted(ROOT.glob("services/*/src/*/domain"))
CALLS = {
    *("now", "utcnow", "today", "time", "monotonic", "perf_counter"),
    *("uuid1", "uuid4", "random", "randint", "choice", "token_bytes", "token_hex", "randbelow"),
    *("open", "print", "input", "exec", "eval", "getenv", "read_text", "read_bytes"),
}
MODULES = {"random", "secrets", "os", "socket", "subprocess", "threading", "time", "pathlib", "io"}


def offences(source: str) -> list[str]:
    """Return what in `source` a pure function may not do."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                found.append(f"line {node.lineno}: waits")
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CALLS:
                found.append(f"line {node.lineno}: calls {name}")
            case ast.Import(names=names):
                found += [f"imports {n.name}" for n in names if n.name.split(".")[0] in MODULES]
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
                found.append(f"line {node.lineno}: imports from {module}")
    return found


def test_each_service_has_a_domain():
    assert len(DOMAINS) == 3


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda path: path.parent.name)
def test_the_domain_does_nothing_but_compute(domain):
    files = sorted(domain.rglob("*.py"))
    assert files
    found = {
        str(file.relative_to(ROOT)): wrong
        for file in files
        if (wrong := offences(file.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "async def f(): ...",
        "from datetime import date\nd = date.today()",
        "import datetime\nn = datetime.datetime.now()",
        "from uuid import uuid4\nu = uuid4()",
        "print(1)",
        "x = open('f')",
        "import os.path",
        "from random import shuffle",
    ],
)
def test_the_check_itself_sees(source):
    assert offences(source)
