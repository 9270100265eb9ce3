"""Answers of outside systems: understood, or a failure; never a guess."""

from typing import TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

ModelT = TypeVar("ModelT", bound=BaseModel)


class OutsideFailure(Exception):
    """An outside system did not answer, or not as agreed. Trying again may help."""

    def __init__(self, system: str, what: str) -> None:
        super().__init__(f"{system}: {what}")


class Answer(BaseModel):
    """Base of what outside systems answer; what is not named here is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


async def ask(
    client: httpx.AsyncClient, system: str, path: str, body: dict[str, object]
) -> httpx.Response:
    """Post `body` and return the answer, whatever its status below 500 but 429.

    Raises:
        OutsideFailure: no answer, 429 or 5xx.
    """
    try:
        response = await client.post(path, json=body)
    except httpx.HTTPError as error:
        raise OutsideFailure(system, type(error).__name__) from None
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or response.status_code == 429:  # noqa: PLR2004
        raise OutsideFailure(system, f"answered {response.status_code}")
    return response


def read(model: type[ModelT], system: str, response: httpx.Response) -> ModelT:
    """Return the body of a 200.

    Raises:
        OutsideFailure: another status, or a body that is not as agreed.
    """
    if response.status_code != httpx.codes.OK:
        raise OutsideFailure(system, f"answered {response.status_code}")
    try:
        return model.model_validate_json(response.content)
    except ValidationError:
        raise OutsideFailure(system, "answered in a form that is not understood") from None
