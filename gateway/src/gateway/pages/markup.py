"""HTML that is escaped by construction: text becomes markup only through `tag`."""

from html import escape
from typing import Final

_WITHOUT_CONTENT: Final = frozenset({"input", "meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: str | bool) -> Html:
    """Return an element; content that is not `Html` is escaped.

    Attributes are written as Python allows: `class_`, `for_`, `aria_label`. True writes only the
    name, False nothing.
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    opened = f"<{name}{given}>"
    return Html(opened if name in _WITHOUT_CONTENT else f"{opened}{joined(*content)}</{name}>")


def joined(*content: str) -> Html:
    """Return `content` side by side."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in content))


def _attribute(name: str, value: str | bool) -> str:  # noqa: FBT001 - what HTML writes as a word
    written = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {written}"
    return "" if value is False else f' {written}="{escape(value)}"'
