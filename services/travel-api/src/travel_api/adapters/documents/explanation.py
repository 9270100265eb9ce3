"""A decision explained: every krone with its rule, from the JSON that the API answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts.vocabulary import Text
from travel_api.adapters.documents.explanation_words import WORDS, Words
from travel_api.adapters.documents.writing import Language, amount, day, number, said
from travel_api.domain.parameters import Measure

_TIMES: Final = "\N{MULTIPLICATION SIGN}"
_MARKS: Final[Mapping[str, str]] = {"discretionary": "*", "beyond_source": "†", "unconfirmed": "‡"}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure is called, and what it measures."""

    title: Text
    measure: Measure


def page(
    decision: Mapping[str, Any], figures: Mapping[str, Figure], lang: Language
) -> dict[str, Any]:
    """Return everything that is printed, in words."""
    words, assessment = WORDS[lang], decision["assessment"]
    titles = {rule["id"]: said(rule["title"], lang) for rule in assessment["rules"]}
    return {
        "title": words.title,
        "footer": words.footer,
        "facts": _facts(decision, lang),
        "headings": words.headings,
        "columns": words.columns,
        "lines": [_line(line, titles, lang) for line in assessment["lines"]],
        "sum": [words.sum, amount(assessment["payable"], lang)],
        "differs": words.differs if decision["payable"] != assessment["payable"] else "",
        "missing": list(dict.fromkeys(titles[lack["rule"]] for lack in assessment["missing"])),
        "figures": [
            _figure(figure, figures[figure["id"]], lang) for figure in assessment["parameters"]
        ],
        "rules": [_rule(rule, lang) for rule in assessment["rules"]],
        "marks": _marks(assessment, words),
        "complaint": words.complaint.format(day=day(decision["complain_before"], lang)),
    }


def _facts(decision: Mapping[str, Any], lang: Language) -> list[tuple[str, str]]:
    words, assessment = WORDS[lang], decision["assessment"]
    told = {
        "number": decision["number"],
        "issued_on": day(decision["issued_on"], lang),
        "outcome": words.outcomes[decision["outcome"]],
        "payable": amount(decision["payable"], lang),
        "ground": decision["ground"] or "",
        "ruleset": f"{assessment['ruleset_version']} ({assessment['engine_version']})",
    }
    return [(words.facts[name], value) for name, value in told.items() if value]


def _line(
    line: Mapping[str, Any], titles: Mapping[str, str], lang: Language
) -> tuple[str, str, str, str]:
    """Return what the step is, what it concerns, how it is worked out and what it comes to."""
    words = WORDS[lang]
    marks = "".join(_MARKS[mark] for mark in ("discretionary", "beyond_source") if line[mark])
    place = [line[part] for part in ("journey", "leg", "expense") if line[part]]
    traveller = words.patient if line["traveller"] == "patient" else line["traveller"]
    concerns = ", ".join([*place, traveller])
    comes_to = "" if line["effect"] == "informs" else amount(line["amount"], lang)
    return f"{titles[line['rule']]}{marks}", concerns, _calculation(line, lang), comes_to


def _calculation(line: Mapping[str, Any], lang: Language) -> str:
    if line["quantity"] is None:
        return ""
    quantity, unit = number(line["quantity"], lang), line["unit"]
    measured = f"{quantity} {WORDS[lang].units[unit]}" if unit else quantity
    return measured if line["rate"] is None else f"{measured} {_TIMES} {amount(line['rate'], lang)}"


def _figure(figure: Mapping[str, Any], about: Figure, lang: Language) -> tuple[str, str, str]:
    mark = "" if figure["confirmed"] else _MARKS["unconfirmed"]
    known = f"{day(figure['from'], lang)} · {figure['source']}"
    title = about.title.en if lang == "en" else about.title.nb
    value = f"{number(figure['value'], lang)} {WORDS[lang].measures[about.measure]}"
    return f"{title}{mark}", value, known


def _rule(rule: Mapping[str, Any], lang: Language) -> tuple[str, str, str]:
    cited = rule["citation"]
    return rule["id"], said(rule["title"], lang), f"{cited['document']}, {cited['section']}"


def _marks(assessment: Mapping[str, Any], words: Words) -> list[str]:
    """Return what the marks mean, for those that are used."""
    lines: Sequence[Mapping[str, Any]] = assessment["lines"]
    used = {mark for mark in ("discretionary", "beyond_source") if any(it[mark] for it in lines)}
    if any(not figure["confirmed"] for figure in assessment["parameters"]):
        used.add("unconfirmed")
    return [f"{sign} {words.marks[mark]}" for mark, sign in _MARKS.items() if mark in used]
