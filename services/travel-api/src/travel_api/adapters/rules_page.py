"""Writes the page about the rules from the rules themselves, so that it cannot tell otherwise."""

import ast
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

from travel_api.adapters.figures import written
from travel_api.adapters.rulebook import Rulebook
from travel_api.domain.catalogue import Rule
from travel_api.domain.parameters import Row, Series

_RULE_ID: Final = re.compile(r"[TEX]-[A-Z0-9]+(-[A-Z0-9]+)*b?")
_STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "May it be covered at all": ("admission",),
    "Nearest place": ("nearest",),
    "Thresholds": ("thresholds",),
    "Papers": ("documents",),
    "Transport": ("transport", "receipts"),
    "Car expenses": ("extras",),
    "Long with a needed car": ("patient",),
    "Charge": ("charge",),
    "Companions": ("companion_rights", "companions"),
    "Allowances": ("allowances",),
    "Expenses that are left": ("leftovers",),
    "Sum and outcome": ("conclusion",),
}
"""The order in which a journey is assessed, and the modules that do it."""

_HEAD: Final = """\
# Rules of patient travel

Written by `python -m travel_api params page`. Do not edit: change the rule files or the code.

A claim is a number of journeys one way. Each is taken through the stages below in order, with the
figures of the day it was completed. Every stage may add lines, ask for what is missing, or stop the
journey and say why. Rules that begin with X rest on other sources than the two main documents and
can be switched off by the operator."""


def rules_page(book: Rulebook) -> Iterator[str]:
    """Yield the page line by line, in Markdown with a Mermaid diagram."""
    yield _HEAD
    yield from ("", "## Order of assessment", "", *_diagram())
    for title, letter in (("Travel", "T"), ("Beyond the source", "X"), ("Entitlement", "E")):
        rules = [rule for rule in book.catalogue.values() if rule.id.startswith(f"{letter}-")]
        yield from ("", f"## {title}", "", *_rules(rules))
    yield from ("", "## Readings", "", *_readings(book))
    yield from ("", "## Figures", "", *_figures(book))


def _diagram() -> Iterator[str]:
    first, *further = _STAGES
    yield "```mermaid"
    yield "flowchart TD"
    yield f"    journey([A journey]) --> s0{_node(first, _STAGES[first])}"
    yield "    s0 -->|no| answer([Lines, gaps and an outcome])"
    yield '    s0 -->|yes| day{"Completed from 1 October 2016?<br/>T-REG-01 T-REG-02"}'
    yield f"    day -->|no| old{_node('Old regulation', ('old_regulation',))} --> answer"
    previous = "day -->|yes|"
    for number, stage in enumerate(further, 1):
        yield f"    {previous} s{number}{_node(stage, _STAGES[stage])}"
        previous = f"s{number} -->"
    yield f"    {previous} answer"
    yield "```"


def _node(stage: str, modules: tuple[str, ...]) -> str:
    rules = sorted({rule for module in modules for rule in _rules_in(module)})
    return f'["{stage}<br/>{" ".join(rules)}"]'


def _rules_in(module: str) -> Iterator[str]:
    """Yield the ids of the rules that a module of the domain applies."""
    source = (files("travel_api") / "domain" / f"{module}.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if _RULE_ID.fullmatch(text):
                yield text


def _rules(rules: list[Rule]) -> Iterator[str]:
    yield "| Rule | Says | In force | Evidence | Source |"
    yield "|---|---|---|---|---|"
    for rule in rules:
        said = f"**{rule.title.en}.** {rule.statement.en}"
        if rule.discretionary:
            said += " *At discretion.*"
        source = f"[{rule.citation.document}]({rule.citation.url}), {rule.citation.section}"
        yield f"| {rule.id} | {said} | {_in_force(rule)} | {rule.evidence} | {source} |"


def _in_force(rule: Rule) -> str:
    if rule.effective_from is None and rule.effective_to is None:
        return "always"
    since = "" if rule.effective_from is None else f"from {rule.effective_from} "
    until = "" if rule.effective_to is None else f"to {rule.effective_to}"
    return f"{since}{until}".strip()


def _readings(book: Rulebook) -> Iterator[str]:
    yield "| Reading | Question | Chosen | May also be | Why |"
    yield "|---|---|---|---|---|"
    for reading in book.readings.values():
        others = ", ".join(f"`{other}`" for other in reading.alternatives)
        yield (
            f"| {reading.id} | {reading.question.en} | `{reading.choice}` | {others} | "
            f"{reading.basis.en} |"
        )


def _figures(book: Rulebook) -> Iterator[str]:
    yield "| Figure | From | Value | Source | Note |"
    yield "|---|---|---|---|---|"
    for name, series in sorted(book.series.items()):
        for row in series.rows:
            value = _value(series, row)
            yield f"| {name} | {row.valid_from} | {value} | {row.source} | {row.note} |"


def _value(series: Series, row: Row) -> str:
    if row.value is None:
        return "not known"
    value = written(series.measure, row.value)
    return value if row.confirmed else f"{value} (not confirmed)"
