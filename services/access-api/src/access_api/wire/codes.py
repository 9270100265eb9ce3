"""A code given on the phone, and the constant answers to it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from pydantic import Field

from access_api.domain.limits import Result
from access_api.wire.numbers import CaseNumber, SpokenCode
from contracts.vocabulary import Text
from service_kit.wire import Request, Response, TextOut


class CodeVerificationIn(Request):
    """What the caller said."""

    case_number: CaseNumber
    code: SpokenCode
    identity_attested: Literal[True] = Field(
        description="The agent has asked whether the caller is the person, and believes it"
    )


class CodeVerificationOut(Response):
    """What came of it. Everything that can be wrong reads the same."""

    result: Result
    text: TextOut


_TEXTS: Final[Mapping[Result, Text]] = MappingProxyType(
    {
        Result.REOPENED: Text(
            nb="Tilgangen er gjenåpnet. Personen får et brev om det.",
            en="The access is open again. The person gets a letter about it.",
        ),
        Result.NOT_VERIFIED: Text(
            nb="Saksnummer og kode kunne ikke bekreftes. Slå opp saken for å se om det må sendes "
            "en ny kode.",
            en="The case number and code could not be verified. Look the case up to see whether a "
            "new code must be sent.",
        ),
        Result.NOT_READY: Text(
            nb="Saken er ikke ferdig behandlet. Be personen ringe igjen senere; koden virker da.",
            en="The case has not been decided yet. Ask the person to call again later; the code "
            "will work then.",
        ),
    }
)


def verification_out(result: Result) -> CodeVerificationOut:
    """Return the answer to a call."""
    return CodeVerificationOut(result=result, text=TextOut.of(_TEXTS[result]))
