"""What clients are told of an operation that is to go."""

from datetime import date

import pytest

from contracts.scopes import OPERATIONS, Deprecation
from gateway.testing.stack import request

FIELDS = ("deprecation", "sunset", "link")
TOLD = (
    "@1767225600",
    "Fri, 01 Jan 2027 00:00:00 GMT",
    '<https://pages.test/leaving-old>; rel="deprecation"; type="text/html"',
)
OLD = "/travel/v1/old/echo"


async def told(stack, path, token=None):
    reply = await stack.ask(request("GET", path, token))
    return reply.status, tuple(map(reply.get, FIELDS))


async def test_every_answer_of_an_operation_that_is_to_go_says_so(stack, token):
    assert await told(stack, OLD, token()) == (200, TOLD)
    assert await told(stack, OLD) == (401, TOLD)
    assert await told(stack, OLD, token(scope="")) == (403, TOLD)


async def test_no_other_answer_says_so(stack, token):
    assert await told(stack, "/travel/v1/cases/echo", token()) == (200, (None, None, None))
    assert await told(stack, "/travel/v1/nothing", token()) == (404, (None, None, None))


def test_an_operation_goes_after_it_was_deprecated():
    day = date(2026, 1, 1)
    with pytest.raises(ValueError, match="after"):
        Deprecation(since=day, sunset=day, guide="https://pages.test/")


def test_an_operation_is_served_for_a_year_after_it_was_deprecated():
    """The policy of docs/contract.md; where the law takes less, say so here."""
    for operation in OPERATIONS:
        if known := operation.deprecation:
            assert (known.sunset - known.since).days >= 365, operation.name
