"""Text that people write."""

from typing import Annotated

from pydantic import StringConstraints

Writing = Annotated[
    str,
    StringConstraints(min_length=1, max_length=10_000, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$"),
]
"""Words with something in them; the database takes every character but NUL."""
