"""What this service makes of findings of the official rules. It softens one, and only that one."""

from dataclasses import replace
from datetime import date
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.document import Document, Identifier
from invoice_api.domain.report import Finding, Layer, LayerResults, Severity

OLD_ADDRESS: Final = Identifier("9908", "984936966")
"""The agency's electronic address with the code that its own pages still tell senders to use."""

_BECAUSE_OF_THE_CODE: Final = frozenset({"BR-CL-25", "PEPPOL-EN16931-CL008"})
"""Official rules that know no code 9908: the code list of electronic addresses dropped it."""


def is_current(published_on: date, on: date) -> bool:
    """Tell whether rules published on `published_on` are trusted to reject on the day `on`.

    >>> is_current(date(2026, 3, 30), on=date(2027, 3, 30))
    True
    >>> is_current(date(2026, 3, 30), on=date(2027, 3, 31))
    False
    """
    return (on.year - 1, on.month, on.day) <= (
        published_on.year,
        published_on.month,
        published_on.day,
    )


def accept_old_address(results: LayerResults) -> LayerResults:
    """Return `results` with the agency's address under code 9908 accepted (HK-ADDR-02).

    The findings that exist only because of the code on the buyer's own electronic address give
    way to one notice. The same rules broken elsewhere, and every other finding, stay as they are.
    """
    document = results.document
    if document is None or document.buyer.endpoint != OLD_ADDRESS:
        return results
    kept = tuple(f for f in results.findings if not _because_of_the_code(f, document))
    return replace(results, findings=(*kept, _old_code(document)))


def _because_of_the_code(finding: Finding, document: Document) -> bool:
    return (
        finding.rule in _BECAUSE_OF_THE_CODE
        and finding.place.xpath == document.buyer.at("endpoint").xpath
    )


def _old_code(document: Document) -> Finding:
    return Finding(
        rule="HK-ADDR-02",
        layer=Layer.HOUSE,
        severity=Severity.NOTICE,
        place=document.buyer.at("endpoint"),
        term="BT-49",
        expected="0192:984936966",
        found="9908:984936966",
        text=Text(
            nb="Fakturaadressen er godtatt, men koden 9908 er ikke lenger i kodelisten for "
            "elektroniske adresser. Koden for organisasjonsnummer er 0192.",
            en="The electronic address is accepted, but code 9908 is no longer in the list of "
            "electronic address schemes. The code for organisation numbers is 0192.",
        ),
        fix=Text(
            nb='Skriv <cbc:EndpointID schemeID="0192">984936966</cbc:EndpointID>.',
            en='Write <cbc:EndpointID schemeID="0192">984936966</cbc:EndpointID>.',
        ),
    )
