"""PDF documents set from a template and JSON data, readable by everyone and fit for the archive.

A template is a Typst file in the service's own folder. It reads its data with
`#let data = json(bytes(sys.inputs.data))` and its language with `sys.inputs.lang`; values are data
and never markup, so nothing that a person has written can change the document. Page layouts that
services share are imported with `#import "@local/sheet:1.0.0": letter`.
"""

import json
import re
from collections import deque
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final, cast

import typst

_HERE: Final = Path(__file__).parent
_NO_GLYPH: Final = "could not be displayed with font"
_PLACE: Final = re.compile(r"^ *┌─ .*:(\d{1,5}):\d{1,5}$", re.MULTILINE)


class CannotTypeset(Exception):
    """A document could not be set.

    The text names the template and a line number and nothing else: what the typesetter itself says
    may quote the data, and the data are about a person.
    """

    def __init__(self, template: str, reason: str) -> None:
        super().__init__(f"Cannot typeset {template}: {reason}.")


class Unprintable(CannotTypeset):
    """The data hold a character that no bundled font can show."""

    def __init__(self, template: str) -> None:
        super().__init__(template, "the data hold a character that no bundled font has")


class Typesetter:
    """Sets PDFs from the templates of one folder. Safe to call from several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"]
        )
        self._idle: dict[str, deque[typst.Compiler]] = {}

    def pdf(self, template: str, data: Mapping[str, Any], lang: str) -> bytes:
        """Set `template` with `data` as one PDF/A-2a that is also PDF/UA-1.

        The same template, data and language give the same bytes. Milliseconds of pure computation
        that leave the interpreter lock free: an event loop calls it through `asyncio.to_thread`.

        Args:
            template: name of a file in the folder, such as `letter.typ`.
            data: what `json.dumps` can write. `issued_on`, an ISO date, dates the document.
            lang: language of the whole document, such as `nb`, `nn` or `en`.

        Raises:
            Unprintable: the data hold a character that no bundled font has.
            CannotTypeset: the template failed, or the document breaks one of the two standards.
        """
        inputs = {"data": json.dumps(data, ensure_ascii=False), "lang": lang}
        dated = datetime.combine(date.fromisoformat(data["issued_on"]), time(12), UTC)
        idle = self._idle.setdefault(template, deque())
        compiler = self._compiler(template, idle)
        failure: CannotTypeset
        try:
            document = compiler.compile(
                format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=dated
            )
            return cast("bytes", document)
        except typst.TypstError as error:
            failure = _without_data(template, error)
        finally:
            idle.append(compiler)
        raise failure  # outside the handler, so that no log can print the typesetter's own words

    def _compiler(self, template: str, idle: deque[typst.Compiler]) -> typst.Compiler:
        """A compiler nobody uses now: each serves one thread at a time and is slow to make."""
        try:
            return idle.pop()
        except IndexError:
            return typst.Compiler(
                self._folder / template,
                root=self._folder,
                font_paths=self._fonts,
                ignore_system_fonts=True,
                package_path=_HERE / "layouts",
            )


def _without_data(template: str, error: typst.TypstError) -> CannotTypeset:
    if _NO_GLYPH in error.message:
        return Unprintable(template)
    place = _PLACE.search(error.diagnostic)
    return CannotTypeset(template, f"stopped at line {place.group(1)}" if place else "it stopped")
