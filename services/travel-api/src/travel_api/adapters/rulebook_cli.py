"""`params`: check, show and compare the dated figures, for those who keep them."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from travel_api.adapters.figures import written
from travel_api.adapters.rulebook import Rulebook, RulebookInvalid, load
from travel_api.adapters.rules_page import rules_page
from travel_api.domain.parameters import Parameter


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0 when all is well, 1 when the rule files hold a mistake."""
    options = _parser().parse_args(arguments)
    try:
        book = load(options.folder)
    except RulebookInvalid as invalid:
        _say(invalid.findings)
        return 1
    _say(options.report(book, options))
    return 0


def _check(book: Rulebook, _options: argparse.Namespace) -> Iterable[str]:
    rows = [(series.id, row) for series in book.series.values() for row in series.rows]
    yield f"{len(book.series)} figures, {len(rows)} rows, ruleset {book.ruleset_version}: in order."
    for name, row in rows:
        if not row.confirmed:
            yield f"not confirmed: {name} from {row.valid_from}. {row.note}".rstrip()


def _show(book: Rulebook, options: argparse.Namespace) -> Iterable[str]:
    for name, series in sorted(book.series.items()):
        figure = series.on(options.on)
        yield f"{name:26} {_with_state(figure):28} {book.titles[name].title.en}"


def _diff(book: Rulebook, options: argparse.Namespace) -> Iterable[str]:
    same = True
    for name, series in sorted(book.series.items()):
        before, after = series.on(options.a), series.on(options.b)
        if (before.value, before.provisional) != (after.value, after.provisional):
            same = False
            yield f"{name:26} {_with_state(before)} -> {_with_state(after)}"
    if same:
        yield "No figure differs."


def _page(book: Rulebook, _options: argparse.Namespace) -> Iterable[str]:
    yield from rules_page(book)


def _with_state(figure: Parameter) -> str:
    value = written(figure.measure, figure.value)
    if not figure.confirmed:
        return "unknown"
    return f"{value} (not confirmed)" if figure.provisional else value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="travel-api params", description=__doc__)
    parser.add_argument("--folder", type=Path, help="own figures, laid over the shipped ones")
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="check every file and name what is not confirmed")
    check.set_defaults(report=_check)
    show = commands.add_parser("show", help="show every figure of a day")
    show.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    show.set_defaults(report=_show)
    diff = commands.add_parser("diff", help="show which figures differ between two days")
    diff.add_argument("a", type=date.fromisoformat, metavar="A")
    diff.add_argument("b", type=date.fromisoformat, metavar="B")
    diff.set_defaults(report=_diff)
    page = commands.add_parser("page", help="write the page about the rules, in Markdown")
    page.set_defaults(report=_page)
    return parser


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
