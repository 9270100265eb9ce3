"""Documents that differ from a good one by a single edit, to see what checks make of each."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from typing import Final, NamedTuple

from lxml import etree

from invoice_api.adapters.places import Places

VALUES: Final = ("", "0", "-1", "1.005", "99999999999", "2024-02-29", "NO", "XX", "984936967", "æ")
"""What every text is replaced by in turn: empty, borders, another type, almost right."""

_Edit = Callable[[etree._Element], object]  # noqa: SLF001 - lxml names its type so


class Mutant(NamedTuple):
    """One edit in words, and how to get the document that it makes."""

    edit: str
    document: Callable[[], bytes]


def mutants(document: bytes) -> Iterator[Mutant]:
    """Yield every document that one edit makes of `document`, always in the same order.

    An edit leaves an element out, repeats it, replaces its text, or changes an attribute.
    """
    root = etree.fromstring(document)
    places = Places(root)
    for number, element in enumerate(root.iter(etree.Element)):
        for words, edit in _edits(element):
            yield Mutant(f"{words} {places.path_of(element)}", partial(_edited, root, number, edit))


def _edits(element: etree._Element) -> Iterator[tuple[str, _Edit]]:
    if element.getparent() is not None:
        yield "leave out", _leave_out
        yield "repeat", _repeat
    if len(element) == 0:
        for value in VALUES:
            yield f"write {value!r} in", partial(_write, value=value)
    for name in map(str, element.attrib):
        yield f"leave out {name} of", partial(_without, name=name)
        yield f"write XX as {name} of", partial(_set, name=name)


def _edited(root: etree._Element, number: int, edit: _Edit) -> bytes:
    copy = deepcopy(root)
    edit(list(copy.iter(etree.Element))[number])
    return etree.tostring(copy, encoding="UTF-8", xml_declaration=True)


def _leave_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _repeat(element: etree._Element) -> None:
    element.addnext(deepcopy(element))


def _write(element: etree._Element, value: str) -> None:
    element.text = value


def _without(element: etree._Element, name: str) -> None:
    del element.attrib[name]


def _set(element: etree._Element, name: str) -> None:
    element.set(name, "XX")
