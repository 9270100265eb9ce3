"""Every kind of problem the suite answers with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from contracts.problems import access, invoice, shared, travel
from contracts.problems.problem_type import ProblemType

__all__ = ["PROBLEM_TYPES", "ProblemType"]

PROBLEM_TYPES: Final[Mapping[str, ProblemType]] = MappingProxyType(
    {
        problem.slug: problem
        for problem in (
            *shared.PROBLEM_TYPES,
            *invoice.PROBLEM_TYPES,
            *travel.PROBLEM_TYPES,
            *access.PROBLEM_TYPES,
        )
    }
)
"""Problem types by slug."""
