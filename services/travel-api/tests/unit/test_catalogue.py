import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from travel_api.adapters import rulebook
from travel_api.testing.cases import cases_in

BOOK = rulebook.load()
DOMAIN = Path(str(files("travel_api") / "domain"))
GOLDEN = Path(__file__).parent.parent / "golden"
RULE_ID = re.compile(r"[TEX]-[A-Z0-9]+(-[A-Z0-9]+)*b?")
READING_ID = re.compile(r"[AB][0-9]{2}[a-z]?")


def strings_in_code() -> set[str]:
    """Every whole string constant of the domain, docstrings left out."""
    found = set()
    for path in DOMAIN.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


RULES_IN_CODE = {text for text in strings_in_code() if RULE_ID.fullmatch(text)}
READINGS_IN_CODE = {text for text in strings_in_code() if READING_ID.fullmatch(text)}


def test_every_rule_in_code_is_in_the_catalogue():
    assert RULES_IN_CODE - set(BOOK.catalogue) == set()


def test_every_rule_of_the_catalogue_is_in_code():
    assert set(BOOK.catalogue) - RULES_IN_CODE == set()


def test_every_reading_named_in_code_is_explained():
    assert READINGS_IN_CODE - set(BOOK.readings) == set()


def test_every_travel_rule_has_a_worked_case():
    worked = {rule for case in cases_in(GOLDEN) for rule in case.rules}
    travel = {rule for rule in BOOK.catalogue if not rule.startswith("E-")}
    elsewhere = {"T-ADP-01", "T-ADP-03", "T-ADP-04", "T-ADP-05"}  # test_requisitions.py

    assert travel - worked == elsewhere


@pytest.mark.parametrize("rule", BOOK.catalogue.values(), ids=lambda rule: rule.id)
def test_a_rule_says_where_it_stands_in_both_languages(rule):
    assert rule.citation.document
    assert rule.citation.section
    assert rule.citation.url.startswith("https://")
    assert rule.title.nb != rule.title.en
    assert rule.statement.nb != rule.statement.en


def test_a_rule_is_marked_when_it_rests_on_other_sources():
    for rule in BOOK.catalogue.values():
        cited_in_the_two = rule.citation.url.startswith(
            ("https://helsenorge.no/", "https://www.oslo.kommune.no/")
        )
        assert rule.beyond_source is not cited_in_the_two
