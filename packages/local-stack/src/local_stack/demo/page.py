"""How the demo shows itself: short lines that a newcomer can read."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Final

_WIDTH: Final = 96
_MARGIN: Final = "   "


def chapter(no: int, title: str) -> None:
    """Begin a part of the summary."""
    print(f"\n{no}. {title}")


def said(text: str) -> None:
    """Print a sentence, broken at the margin."""
    for line in wrap(text, _WIDTH - len(_MARGIN)):
        print(_MARGIN + line)


def point(name: str, text: str) -> None:
    """Print `text` beside `name`, as one of several."""
    room = " " * (len(_MARGIN) + 3)
    for line in wrap(f"{name}: {text}", _WIDTH, initial_indent=room, subsequent_indent=room + "  "):
        print(line)


def table(rows: Iterable[tuple[str, ...]], right: frozenset[int] = frozenset()) -> None:
    """Print `rows` in columns; those in `right` end at the same place."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if no in right else cell.ljust(width)
            for no, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print(f"{_MARGIN}   {'  '.join(cells)}".rstrip())
