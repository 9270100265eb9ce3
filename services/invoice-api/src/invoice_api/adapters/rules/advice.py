"""What to change when an official rule is broken: for the rules that Norwegian senders break most.

The official rules say what shall hold, in English. What to do about it is said here in our own
words; a rule that is not here has no advice, since a guess would send people the wrong way.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from contracts.vocabulary import Text

_SUMS: Final = Text(
    nb="Regn summene ut på nytt: linjenes beløp, beløp uten mva., mva., beløp med mva. og beløp å "
    "betale skal stemme med hverandre.",
    en="Compute the sums again: the amounts of the lines, the amount without VAT, the VAT, the "
    "amount with VAT and the amount due must agree.",
)
_VAT_BREAKDOWN: Final = Text(
    nb="La hver mva.-kategori og -sats på linjene ha én egen <cac:TaxSubtotal> med summen av "
    "linjene.",
    en="Give each VAT category and rate of the lines one <cac:TaxSubtotal> of its own with the sum "
    "of the lines.",
)
_ADDRESS_CODE: Final = Text(
    nb='Skriv adressen med koden for organisasjonsnummer: <cbc:EndpointID schemeID="0192">.',
    en="Write the address with the code for organisation numbers: "
    '<cbc:EndpointID schemeID="0192">.',
)
_ATTACHMENT_TYPE: Final = Text(
    nb="Legg ved filen som PDF, PNG, JPEG, CSV, XLSX eller ODS, med riktig mimeCode.",
    en="Attach the file as PDF, PNG, JPEG, CSV, XLSX or ODS, with the right mimeCode.",
)

ADVICE: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "BR-09": Text(
            nb="Oppgi land i selgerens adresse: "
            "<cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country>.",
            en="State the country in the seller's address: "
            "<cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country>.",
        ),
        "BR-11": Text(
            nb="Oppgi land i kjøperens adresse: "
            "<cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country>.",
            en="State the country in the buyer's address: "
            "<cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country>.",
        ),
        "BR-61": Text(
            nb="Oppgi kontonummeret i <cac:PayeeFinancialAccount><cbc:ID>.",
            en="State the account number in <cac:PayeeFinancialAccount><cbc:ID>.",
        ),
        "BR-CL-24": _ATTACHMENT_TYPE,
        "BR-CL-25": _ADDRESS_CODE,
        "BR-CO-10": _SUMS,
        "BR-CO-13": _SUMS,
        "BR-CO-14": _SUMS,
        "BR-CO-15": _SUMS,
        "BR-CO-16": _SUMS,
        "BR-CO-17": _VAT_BREAKDOWN,
        "BR-CO-18": _VAT_BREAKDOWN,
        "BR-S-08": _VAT_BREAKDOWN,
        "BR-O-02": Text(
            nb="Kategori O er for selgere utenfor Merverdiavgiftsregisteret: fjern mva.-numrene, "
            "eller bruk riktig kategori på linjene.",
            en="Category O is for sellers that are not registered for VAT: remove the VAT numbers, "
            "or use the right category on the lines.",
        ),
        "BR-O-10": Text(
            nb="Si hvorfor det ikke er mva., i <cbc:TaxExemptionReason>.",
            en="Say why there is no VAT, in <cbc:TaxExemptionReason>.",
        ),
        "UBL-DT-07": Text(
            nb="Oppgi filnavnet: <cbc:EmbeddedDocumentBinaryObject filename=…>.",
            en="State the file's name: <cbc:EmbeddedDocumentBinaryObject filename=…>.",
        ),
        "PEPPOL-COMMON-R041": Text(
            nb="Kontroller organisasjonsnummeret: ni sifre, der det siste er kontrollsifferet.",
            en="Check the organisation number: nine digits, of which the last is the check digit.",
        ),
        "PEPPOL-EN16931-CL001": _ATTACHMENT_TYPE,
        "PEPPOL-EN16931-CL008": _ADDRESS_CODE,
        "PEPPOL-EN16931-R003": Text(
            nb="Oppgi kjøperens referanse, for en sakkyndig: "
            "<cbc:BuyerReference>1940aito</cbc:BuyerReference>.",
            en="State the buyer's reference, for an expert: "
            "<cbc:BuyerReference>1940aito</cbc:BuyerReference>.",
        ),
        "PEPPOL-EN16931-R008": Text(
            nb="Fjern det tomme elementet, eller fyll det ut.",
            en="Remove the empty element, or fill it in.",
        ),
        "PEPPOL-EN16931-R010": Text(
            nb='Oppgi fakturaadressen: <cbc:EndpointID schemeID="0192">984936966</cbc:EndpointID>.',
            en="State the electronic address: "
            '<cbc:EndpointID schemeID="0192">984936966</cbc:EndpointID>.',
        ),
        "PEPPOL-EN16931-R120": Text(
            nb="Linjens beløp skal være antall ganger enhetspris, pluss gebyrer, minus rabatter.",
            en="The amount of the line must be quantity times unit price, plus charges, less "
            "allowances.",
        ),
        "NO-R-001": Text(
            nb="Skriv selgerens mva.-nummer som NO, organisasjonsnummeret og MVA: NO123456785MVA.",
            en="Write the seller's VAT number as NO, the organisation number and MVA: "
            "NO123456785MVA.",
        ),
        "NO-R-002": Text(
            nb="Er selgeren registrert i Foretaksregisteret, skal det stå på fakturaen: "
            "<cac:PartyTaxScheme> med CompanyID Foretaksregisteret og TaxScheme/ID TAX.",
            en="If the seller is in the Register of Business Enterprises, the invoice must say so: "
            "<cac:PartyTaxScheme> with CompanyID Foretaksregisteret and TaxScheme/ID TAX.",
        ),
    }
)
"""Advice by the official rule's number."""
