"""Whom to ask and where to send, as dated facts: names and addresses change."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """One way to reach somebody.

    Attributes:
        id: what next steps refer to.
        name: who it is.
        purpose: what it is for.
        phone: number inside Norway, when there is one.
        phone_from_abroad: number from abroad.
        address: lines of the postal address, when letters are taken.
        source: address of the page it was read on.
        seen: day that page was read.
    """

    id: str
    name: Text
    purpose: Text
    phone: str | None = None
    phone_from_abroad: str | None = None
    address: tuple[str, ...] = ()
    source: str
    seen: date


_PAGE: Final = "https://helsenorge.no/rettigheter/pasientreiser/reimbursement-of-patient-travel"
_SEEN: Final = date(2026, 11, 21)

CONTACT_POINTS: Final[tuple[ContactPoint, ...]] = (
    ContactPoint(
        id="patient-travel-office",
        name=Text(nb="Ditt lokale pasientreisekontor", en="Your local patient travel office"),
        purpose=Text(
            nb="Spørsmål om reisen og kravet, bestilling av fly og rekvirert transport, "
            "trafikale grunner",
            en="Questions about the journey and the claim, booking of flights and requisitioned "
            "transport, traffic-related grounds",
        ),
        phone="05515",
        phone_from_abroad="+47 915 05 515",
        source=_PAGE,
        seen=_SEEN,
    ),
    ContactPoint(
        id="patient-travel-claims",
        name=Text(nb="Pasientreiser HF", en="Pasientreiser HF"),
        purpose=Text(
            nb="Krav på papirskjema, og klager på vedtak",
            en="Claims on the paper form, and complaints about decisions",
        ),
        address=("Pasientreiser HF", "Postboks 2533 Kjørbekk", "3702 Skien"),
        source=_PAGE,
        seen=_SEEN,
    ),
    ContactPoint(
        id="county-governor",
        name=Text(nb="Statsforvalteren", en="The County Governor"),
        purpose=Text(
            nb="Avgjør klagen når Pasientreiser holder fast ved vedtaket. Klagen sendes dit av "
            "Pasientreiser, ikke av deg.",
            en="Decides the complaint when Pasientreiser upholds its decision. Pasientreiser "
            "sends the complaint there; you do not.",
        ),
        source="https://www.helsenorge.no/en/patient-travel/",
        seen=_SEEN,
    ),
)
"""Every contact point that answers and letters name."""
