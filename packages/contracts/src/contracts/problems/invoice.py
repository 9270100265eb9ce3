"""Problems that only invoice-api answers with."""

from http import HTTPStatus
from typing import Final

from contracts.problems.problem_type import ProblemType
from contracts.vocabulary import Text

PROBLEM_TYPES: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        slug="not-xml",
        status=HTTPStatus.BAD_REQUEST,
        title=Text(nb="Ikke lesbar XML", en="Not readable XML"),
        meaning=Text(
            nb="Dokumentet er ikke velformet XML, eller har en tegnkoding som ikke kan leses.",
            en="The document is not well-formed XML, or is in an encoding that cannot be read.",
        ),
        what_to_do=Text(
            nb="Kontroller filen i fakturaprogrammet, og send den på nytt som UTF-8.",
            en="Check the file in the program that made it, and send it again as UTF-8.",
        ),
    ),
    ProblemType(
        slug="doctype-refused",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="DOCTYPE godtas ikke", en="DOCTYPE is refused"),
        meaning=Text(
            nb="Dokumentet har en DOCTYPE. En faktura trenger ingen, og entiteter er en "
            "sikkerhetsrisiko.",
            en="The document declares a DOCTYPE. No invoice needs one, and entities are a "
            "security risk.",
        ),
        what_to_do=Text(
            nb="Fjern DOCTYPE og alle entiteter, og send dokumentet på nytt.",
            en="Remove the DOCTYPE and all entities, and send the document again.",
        ),
    ),
    ProblemType(
        slug="nested-too-deeply",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="For dypt nøstet", en="Nested too deeply"),
        meaning=Text(
            nb="Elementene ligger dypere i hverandre enn i noen faktura.",
            en="The elements lie deeper inside each other than in any invoice.",
        ),
        what_to_do=Text(
            nb="Fjern utvidelser som ikke hører til fakturaen.",
            en="Remove extensions that are no part of the invoice.",
        ),
    ),
    ProblemType(
        slug="not-an-invoice",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Ikke en faktura", en="Not an invoice"),
        meaning=Text(
            nb="Dokumentet er verken en UBL-faktura eller en UBL-kreditnota.",
            en="The document is neither a UBL invoice nor a UBL credit note.",
        ),
        what_to_do=Text(
            nb="Send en EHF-faktura eller EHF-kreditnota (UBL 2.1), alene eller i én "
            "StandardBusinessDocument.",
            en="Send an EHF invoice or credit note (UBL 2.1), alone or in one "
            "StandardBusinessDocument.",
        ),
    ),
)
