"""The frame of every page, and what a browser may do with it."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from gateway.pages.markup import Html, tag

_STYLE: Final = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
_VIEWPORT: Final = "width=device-width, initial-scale=1"


def page(language: str, title: str, *content: str, script: str = "") -> str:
    """Return a whole page; `script` runs when its elements are there."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content=_VIEWPORT),
        tag("title", title),
        tag("style", Html(_STYLE)),
    )
    scripts = [tag("script", Html(script))] if script else []
    return "<!doctype html>" + tag("html", head, tag("body", *content, *scripts), lang=language)


def headers(script: str = "") -> Mapping[str, str]:
    """Return the headers of a page: it runs `script`, which speaks to this gateway, or nothing."""
    policy = {
        "default-src": "'none'",
        "style-src": _hash(_STYLE),
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    if script:
        policy |= {
            "script-src": _hash(script),
            "connect-src": "'self'",
            "require-trusted-types-for": "'script'",
        }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "public, max-age=300",
    }


def _hash(inline: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"
