from pathlib import Path

from travel_api.adapters import rulebook
from travel_api.adapters.rules_page import rules_page
from travel_api.domain import admission

PAGE = Path(__file__).parents[4] / "docs" / "rules" / "travel.md"
BOOK = rulebook.load()


def test_the_page_about_the_rules_is_the_one_the_rules_write():
    """Write it anew with `python -m travel_api params page > docs/rules/travel.md`."""
    assert PAGE.read_text("utf-8") == "\n".join(rules_page(BOOK)) + "\n"


def test_the_diagram_names_every_travel_rule_that_is_applied():
    page = "\n".join(rules_page(BOOK))
    diagram = page.split("```")[1]
    elsewhere = {"T-ADP-01", "T-ADP-03", "T-ADP-04", "T-ADP-05"}

    for rule in BOOK.catalogue:
        if rule[0] in "TX" and rule not in elsewhere:
            assert rule in diagram


def test_every_question_of_admission_is_explained():
    assert all(question.__doc__ for question in admission.ADMISSION)
