"""Problems that only invoice-api answers with."""

from http import HTTPStatus
from typing import Final

from contracts.problems.problem_type import ProblemType
from contracts.vocabulary import Text

PROBLEM_TYPES: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        slug="not-an-invoice",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Ikke en faktura", en="Not an invoice"),
        meaning=Text(
            nb="Dokumentet er lesbar XML, men verken en UBL-faktura eller en UBL-kreditnota. "
            "Ingenting er lagret.",
            en="The document is readable XML but neither a UBL invoice nor a UBL credit note. "
            "Nothing was stored.",
        ),
        what_to_do=Text(
            nb="Send en EHF-faktura eller -kreditnota (UBL 2.1), gjerne i et "
            "StandardBusinessDocument.",
            en="Send an EHF invoice or credit note (UBL 2.1), bare or in a "
            "StandardBusinessDocument.",
        ),
    ),
    ProblemType(
        slug="unreadable-document",
        status=HTTPStatus.BAD_REQUEST,
        title=Text(nb="Dokumentet kan ikke leses", en="Unreadable document"),
        meaning=Text(
            nb="Innholdet er ikke velformet XML, eller det er dypere enn noen faktura. "
            "Ingenting er lagret.",
            en="The body is not well-formed XML, or nested deeper than any invoice. Nothing was "
            "stored.",
        ),
        what_to_do=Text(
            nb="Eksporter fakturaen på nytt fra fakturaprogrammet og send den uendret.",
            en="Export the invoice again from the invoicing program and send it unchanged.",
        ),
    ),
    ProblemType(
        slug="doctype-refused",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Dokumenttype godtas ikke", en="Document type refused"),
        meaning=Text(
            nb="XML-en har en dokumenttype (DOCTYPE). Den godtas ikke, og ingenting er lagret.",
            en="The XML declares a document type (DOCTYPE). That is not accepted, and nothing "
            "was stored.",
        ),
        what_to_do=Text(
            nb="Ta bort DOCTYPE-linjen. Ingen EHF-faktura trenger den.",
            en="Take away the DOCTYPE line. No EHF invoice needs it.",
        ),
    ),
    ProblemType(
        slug="step-not-allowed",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Steget er ikke mulig nå", en="Step not allowed"),
        meaning=Text(
            nb="Statusen tillater ikke dette steget.",
            en="The status does not allow this step.",
        ),
        what_to_do=Text(
            nb="Les saken på nytt og se hvilken status den har.",
            en="Read the case again and see which status it has.",
        ),
    ),
)
"""Every kind of problem that is invoice-api's own."""
