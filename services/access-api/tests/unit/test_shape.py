"""What must hold of the whole service."""

import re
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

import access_api
from access_api.domain.refusals import AccessRefusal
from access_api.problems import PROBLEMS
from contracts.problems import PROBLEM_TYPES
from contracts.problems import access as access_problems


def test_every_refusal_has_an_answer_and_every_answer_is_a_known_problem():
    assert set(AccessRefusal.__subclasses__()) <= set(PROBLEMS)
    assert set(PROBLEMS.values()) <= set(PROBLEM_TYPES)


def test_every_problem_of_this_service_is_the_answer_to_something():
    assert {problem.slug for problem in access_problems.PROBLEM_TYPES} <= set(PROBLEMS.values())


def test_the_migrations_have_one_head_and_it_is_written_down():
    folder = Path(access_api.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    heads = ScriptDirectory.from_config(config).get_heads()
    assert heads == (folder / "head.txt").read_text("utf-8").split()


def test_11_nothing_that_decides_asks_the_clock_of_this_machine():
    package = Path(access_api.__file__).parent
    for folder in ("domain", "use_cases", "storage"):
        for file in (package / folder).rglob("*.py"):
            source = file.read_text("utf-8")
            assert not any(ask in source for ask in ("now(UTC)", ".today()", "time.time(")), file


def test_every_edge_case_on_its_page_has_a_test_that_names_it():
    tests = Path(__file__).parents[1]
    page = (tests.parents[2] / "docs" / "access-edge-cases.md").read_text("utf-8")
    cases = {int(number) for number in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    tested: set[int] = set()
    for file in tests.rglob("test_*.py"):
        for first, joined, last in re.findall(
            r"def test_(\d+)(?:_(and|to)_(\d+))?_", file.read_text("utf-8")
        ):
            through = range(int(first), int(last or first) + 1)
            tested |= {int(first), int(last)} if joined == "and" else {*through}
    assert cases == tested == {*range(1, 43)}
