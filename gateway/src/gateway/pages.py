"""Pages for people: what a problem means, and what the API offers. No script, nothing from afar."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from contracts.problems import ProblemType

_STYLE: Final = """
:root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.25; }
section { margin-block: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; }
tr { border-block-end: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
code { font-size: .95em; overflow-wrap: anywhere; }
.status { opacity: .8; }
"""
_STYLE_HASH: Final = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=300",
}
_TO_DO: Final = {"nb": "Hva du kan gjøre", "en": "What you can do"}
_VERBS: Final = ("get", "post", "put", "patch", "delete")


def problem_page(problem: ProblemType) -> str:
    """Return the page that explains `problem` in Norwegian and English."""
    parts = "".join(_problem_in(problem, language) for language in ("nb", "en"))
    status = f'<p class="status">HTTP {int(problem.status)} · <code>{problem.slug}</code></p>'
    return _page("nb", problem.title.nb, status + parts)


def _problem_in(problem: ProblemType, language: str) -> str:
    def text(field: str) -> str:
        return escape(getattr(getattr(problem, field), language))

    level = "h1" if language == "nb" else "h2"
    return (
        f'<section lang="{language}"><{level}>{text("title")}</{level}><p>{text("meaning")}</p>'
        f"<h3>{_TO_DO[language]}</h3><p>{text('what_to_do')}</p></section>"
    )


def reference_page(document: Mapping[str, Any]) -> str:
    """Return a page with every operation of an OpenAPI document."""
    groups: dict[str, list[str]] = {}
    for method, path, operation in operations(document):
        tag = next(iter(operation.get("tags", ())), "")
        groups.setdefault(tag, []).append(_row(method, path, operation))
    info = document.get("info", {})
    title = escape(info.get("title", "API"))
    intro = f"<h1>{title}</h1>"
    intro += '<p>Machine-readable: <a href="/openapi.json"><code>/openapi.json</code></a></p>'
    return _page("en", title, intro + "".join(map(_group, groups.items())))


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield method, path and operation of everything a document offers."""
    for path, item in document.get("paths", {}).items():
        for verb in _VERBS:
            if verb in item:
                yield verb.upper(), path, item[verb]


def _group(group: tuple[str, list[str]]) -> str:
    head = '<tr><th scope="col">Operation</th><th scope="col">What it does</th>'
    head += '<th scope="col">Scopes</th></tr>'
    return (
        f"<section><h2>{escape(group[0])}</h2><table><thead>{head}</thead>"
        f"<tbody>{''.join(group[1])}</tbody></table></section>"
    )


def _row(method: str, path: str, operation: Mapping[str, Any]) -> str:
    scopes = {
        scope
        for requirement in operation.get("security", ())
        for named in requirement.values()
        for scope in named
    }
    shown = ", ".join(f"<code>{escape(scope)}</code>" for scope in sorted(scopes)) or "none"
    summary = escape(operation.get("summary", operation.get("operationId", "")))
    return (
        f"<tr><td><code>{method} {escape(path)}</code></td><td>{summary}</td><td>{shown}</td></tr>"
    )


def _page(language: str, title: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{content}</main></body></html>"
    )
