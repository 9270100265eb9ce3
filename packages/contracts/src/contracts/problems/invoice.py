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
    ProblemType(
        slug="approval-not-possible",
        status=HTTPStatus.CONFLICT,
        title=Text(
            nb="Godkjenningen kan ikke stå",
            en="Approval not possible",
        ),
        meaning=Text(
            nb="Godkjenningen tar med noe som ikke kan betales, eller kutter uten grunn.",
            en="The approval approves what cannot be paid, or cuts without a reason.",
        ),
        what_to_do=Text(
            nb="Rett linjene som er nevnt, og send på nytt.",
            en="Correct the lines that are named, and send again.",
        ),
    ),
    ProblemType(
        slug="rate-not-confirmed",
        status=HTTPStatus.CONFLICT,
        title=Text(
            nb="Timesatsen er ikke bekreftet",
            en="Rate not confirmed",
        ),
        meaning=Text(
            nb="Ingen bekreftet timesats er kjent for dagen oppdraget var ferdig.",
            en="No confirmed hourly rate is known for the day the assignment was finished.",
        ),
        what_to_do=Text(
            nb="Oppgi hourly_rate når du har kontrollert satsen.",
            en="State hourly_rate when you have verified the rate.",
        ),
    ),
    ProblemType(
        slug="upload-not-usable",
        status=HTTPStatus.CONFLICT,
        title=Text(
            nb="Opplastingen kan ikke brukes",
            en="Upload not usable",
        ),
        meaning=Text(
            nb="En opplasting er ukjent, for gammel eller brukt til noe annet.",
            en="An upload is unknown, too old, or used for something else.",
        ),
        what_to_do=Text(
            nb="Last opp filen på nytt og bruk den nye id-en.",
            en="Upload the file again and use its new id.",
        ),
    ),
    ProblemType(
        slug="not-acceptable-yet",
        status=HTTPStatus.CONFLICT,
        title=Text(
            nb="Kan ikke godtas ennå",
            en="Not acceptable yet",
        ),
        meaning=Text(
            nb="Fakturaen er ikke lest av en kontroll, eller en sak på den er ikke attestert.",
            en="No check has read the invoice, or a case on it is not attested.",
        ),
        what_to_do=Text(
            nb="Kontroller på nytt (check_again), eller attester oppdraget først.",
            en="Have it checked again (check_again), or attest the assignment first.",
        ),
    ),
    ProblemType(
        slug="four-eyes",
        status=HTTPStatus.FORBIDDEN,
        title=Text(
            nb="En annen må godkjenne",
            en="Somebody else must approve",
        ),
        meaning=Text(
            nb="Den som attesterte eller godtok fakturaen, kan ikke godkjenne utbetalingen "
            "(HK-FOUR-01).",
            en="Who attested or accepted the invoice may not approve its payment (HK-FOUR-01).",
        ),
        what_to_do=Text(
            nb="La en kollega godkjenne.",
            en="Let a colleague approve.",
        ),
    ),
    ProblemType(
        slug="not-payable",
        status=HTTPStatus.CONFLICT,
        title=Text(
            nb="Kan ikke betales",
            en="Not payable",
        ),
        meaning=Text(
            nb="Fakturaen kan ikke betales slik den er.",
            en="The invoice cannot be paid as it stands.",
        ),
        what_to_do=Text(
            nb="Se hva detail sier, og spør avsenderen.",
            en="See what detail says, and ask the sender.",
        ),
    ),
    ProblemType(
        slug="payment-reference-taken",
        status=HTTPStatus.CONFLICT,
        title=Text(
            nb="Betalingsreferansen er brukt",
            en="Payment reference taken",
        ),
        meaning=Text(
            nb="Referansen er brukt om en betaling med annet innhold.",
            en="The reference was used for a payment with other content.",
        ),
        what_to_do=Text(
            nb="Kontroller referansen. En ny betaling har en ny referanse.",
            en="Check the reference. A new payment has a new reference.",
        ),
    ),
    ProblemType(
        slug="foreign-cursor",
        status=HTTPStatus.BAD_REQUEST,
        title=Text(nb="Markøren hører ikke hit", en="Foreign cursor"),
        meaning=Text(
            nb="Markøren (cursor) er ødelagt eller hører til et annet søk.",
            en="The cursor is broken or belongs to another search.",
        ),
        what_to_do=Text(
            nb="Begynn på nytt uten markør, eller bruk den sammen med søket den kom fra.",
            en="Begin again without a cursor, or use it with the search that it came from.",
        ),
    ),
    ProblemType(
        slug="not-printable",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Kan ikke settes som PDF", en="Not printable"),
        meaning=Text(
            nb="Teksten har tegn som ingen av skriftene har.",
            en="The text holds characters that none of the fonts have.",
        ),
        what_to_do=Text(
            nb="Bruk opplysningene i JSON eller dokumentet slik det kom.",
            en="Use the data in JSON, or the document as it came.",
        ),
    ),
    ProblemType(
        slug="scanned-before",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Skannet før", en="Scanned before"),
        meaning=Text(
            nb="Den samme skanningen er registrert før. invoice_id sier som hvilken faktura.",
            en="The same scan was registered before. invoice_id says as which invoice.",
        ),
        what_to_do=Text(
            nb="Les fakturaen som er nevnt. Er papiret et annet, skann det på nytt.",
            en="Read the invoice that is named. If the paper is another one, scan it again.",
        ),
    ),
)
"""Every kind of problem that is invoice-api's own."""
