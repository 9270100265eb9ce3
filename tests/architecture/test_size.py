"""Files and functions stay small enough to be understood in one read."""

import ast
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = sorted(
    file
    for file in chain(
        ROOT.glob("packages/*/src/**/*.py"),
        ROOT.glob("services/*/src/**/*.py"),
        ROOT.glob("gateway/src/**/*.py"),
    )
    if "migrations" not in file.parts
)
LONGEST_FILE = 300
NINE_OF_TEN_FILES = 220
LONGEST_FUNCTION = 40
LONGEST_CONFTEST = 80
KIT_CODE = 1_720


def lines(file: Path) -> int:
    """Return how many lines `file` has."""
    return len(file.read_text(encoding="utf-8").splitlines())


def code_lines(node: ast.AST) -> set[int]:
    """Return the numbers of the lines with code: no docstrings, comments or blank lines."""
    docstrings = {
        number
        for holder in ast.walk(node)
        if isinstance(holder, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if ast.get_docstring(holder) is not None
        for number in range(holder.body[0].lineno, (holder.body[0].end_lineno or 0) + 1)
    }
    numbers = {
        number
        for part in ast.walk(node)
        if hasattr(part, "lineno")
        for number in (part.lineno, part.end_lineno)
    }
    return numbers - docstrings


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of `file`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_long():
    assert {str(f.relative_to(ROOT)): n for f in PRODUCT if (n := lines(f)) > LONGEST_FILE} == {}


def test_most_files_are_short():
    lengths = sorted(map(lines, PRODUCT))
    assert lengths[len(lengths) * 9 // 10] <= NINE_OF_TEN_FILES


def test_no_function_is_long():
    long = {
        f"{file.relative_to(ROOT)}:{function.name}": count
        for file in PRODUCT
        for function in functions(file)
        if (count := len(code_lines(function))) > LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize(
    "conftest", sorted(ROOT.glob("[!.]*/**/conftest.py")), ids=lambda f: str(f.relative_to(ROOT))
)
def test_no_conftest_is_a_second_application(conftest):
    assert lines(conftest) <= LONGEST_CONFTEST


def test_the_kit_stays_a_kit():
    kit = ROOT / "packages/service-kit/src/service_kit"
    files = [file for file in kit.rglob("*.py") if "testing" not in file.parts]
    code = sum(len(code_lines(ast.parse(file.read_text(encoding="utf-8")))) for file in files)
    assert code <= KIT_CODE
