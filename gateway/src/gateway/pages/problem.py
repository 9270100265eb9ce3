"""The page behind a problem's `type`: what it means and what to do, in Norwegian and English."""

from typing import Final, Literal

from contracts.problems import ProblemType
from gateway.pages.layout import headers, page
from gateway.pages.markup import Html, tag

HEADERS: Final = headers()
_TO_DO: Final = {"nb": "Hva du kan gjøre", "en": "What you can do"}


def problem_page(problem: ProblemType) -> str:
    """Return the page that explains `problem`."""
    status = tag("p", f"HTTP {int(problem.status)} · ", tag("code", problem.slug), class_="quiet")
    return page(
        "nb",
        problem.title.nb,
        tag("main", status, _explained(problem, "nb"), _explained(problem, "en")),
    )


def _explained(problem: ProblemType, language: Literal["nb", "en"]) -> Html:
    main, below = ("h1", "h2") if language == "nb" else ("h2", "h3")
    return tag(
        "section",
        tag(main, getattr(problem.title, language)),
        tag("p", getattr(problem.meaning, language)),
        tag(below, _TO_DO[language]),
        tag("p", getattr(problem.what_to_do, language)),
        lang=language,
    )
