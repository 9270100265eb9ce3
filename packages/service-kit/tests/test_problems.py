"""What a caller is told of input that does not fit."""

from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from service_kit.problems import causes


def _even(number: int) -> int:
    if number % 2:
        raise ValueError("Even numbers only.")
    return number


class Row(BaseModel):
    cells: Annotated[tuple[Annotated[int, AfterValidator(_even)], ...], Field(min_length=2)]


ROWS = TypeAdapter(Annotated[list[Row], Field(min_length=1)])


def told(given):
    with pytest.raises(ValidationError) as refused:
        ROWS.validate_python(given)
    return [(fault["type"], fault["loc"]) for fault in causes(refused.value.errors())]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ([{"cells": [2, 3]}], [("value_error", (0, "cells", 1))]),
        ([{"cells": [2, 4]}, {"cells": ["x", 3]}], [
            ("int_parsing", (1, "cells", 0)), ("value_error", (1, "cells", 1)),
        ]),
        ([{"cells": [2]}], [("too_short", (0, "cells"))]),
        ([{"cells": [3]}], [("value_error", (0, "cells", 0)), ("too_short", (0, "cells"))]),
        ([], [("too_short", ())]),
    ],
)  # fmt: skip
def test_a_list_is_short_only_when_too_little_was_sent(given, faults):
    assert told(given) == faults
