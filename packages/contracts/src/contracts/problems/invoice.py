"""Problems that only invoice-api answers with."""

from typing import Final

from contracts.problems.problem_type import ProblemType

PROBLEM_TYPES: Final[tuple[ProblemType, ...]] = ()
