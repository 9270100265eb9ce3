"""A kind of problem (RFC 9457): what it means and what to do about it."""

from dataclasses import dataclass
from http import HTTPStatus

from contracts.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemType:
    """One kind of problem. The gateway serves a readable page for each at `/problems/<slug>`.

    Attributes:
        slug: last part of the problem's `type` URI.
        status: HTTP status it is answered with.
        title: short name, the same for every occurrence.
        meaning: what has happened.
        what_to_do: what the caller can do now.
    """

    slug: str
    status: HTTPStatus
    title: Text
    meaning: Text
    what_to_do: Text
