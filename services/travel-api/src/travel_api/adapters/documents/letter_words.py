"""The fixed words of a decision letter, in the languages it is written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from travel_api.adapters.documents.writing import Language


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in a letter that does not depend on the claim.

    Outcomes are those a decision can have. `{amount}` is in kroner, `{day}` the last one.
    """

    title: str
    number: str
    issued_on: str
    outcomes: Mapping[str, str]
    held: str
    why: str
    explanation: str
    complaint_heading: str
    complaint: str
    questions_heading: str
    questions: str
    made_by: Mapping[str, str]
    sign_off: str
    footer: str


NB: Final = Words(
    title="Vedtak om pasientreiser",
    number="Vedtak",
    issued_on="Dato",
    outcomes={
        "granted": "Du får dekket det du har krav på etter søknaden din: {amount} kroner.",
        "partly_granted": "Du får dekket en del av det du har søkt om: {amount} kroner.",
        "granted_zero": "Du har rett til dekning, men etter reglene er det ingenting å betale ut.",
        "refused": "Du får ikke dekket det du har søkt om.",
    },
    held=(
        "Beløp under 100 kroner blir holdt tilbake til flere reiser innen seks måneder til sammen "
        "når grensen."
    ),
    why="Hvorfor",
    explanation="Hele beregningen, steg for steg, står i forklaringen til vedtaket.",
    complaint_heading="Er du uenig?",
    complaint=(
        "Du kan klage til Pasientreiser HF, Postboks 2533 Kjørbekk, 3702 Skien. Siste dag er "
        "{day}. Si hva du mener er feil. Holder Pasientreiser fast ved vedtaket, sender de klagen "
        "videre til Statsforvalteren."
    ),
    questions_heading="Har du spørsmål?",
    questions="Ring pasientreisekontoret på telefon 05515.",
    made_by={
        "automatic": "Vedtaket er gjort automatisk etter reglene.",
        "handler": "Vedtaket er gjort av en saksbehandler.",
    },
    sign_off="Vennlig hilsen",
    footer="Pasientreiser · telefon 05515",
)

NN: Final = Words(
    title="Vedtak om pasientreiser",
    number="Vedtak",
    issued_on="Dato",
    outcomes={
        "granted": "Du får dekt det du har krav på etter søknaden din: {amount} kroner.",
        "partly_granted": "Du får dekt ein del av det du har søkt om: {amount} kroner.",
        "granted_zero": "Du har rett til dekning, men etter reglane er det ingenting å betale ut.",
        "refused": "Du får ikkje dekt det du har søkt om.",
    },
    held=(
        "Beløp under 100 kroner blir haldne tilbake til fleire reiser innan seks månader til "
        "saman når grensa."
    ),
    why="Kvifor",
    explanation="Heile utrekninga, steg for steg, står i forklaringa til vedtaket.",
    complaint_heading="Er du usamd?",
    complaint=(
        "Du kan klage til Pasientreiser HF, Postboks 2533 Kjørbekk, 3702 Skien. Siste dag er "
        "{day}. Sei kva du meiner er feil. Held Pasientreiser fast ved vedtaket, sender dei klaga "
        "vidare til Statsforvaltaren."
    ),
    questions_heading="Har du spørsmål?",
    questions="Ring pasientreisekontoret på telefon 05515.",
    made_by={
        "automatic": "Vedtaket er gjort automatisk etter reglane.",
        "handler": "Vedtaket er gjort av ein saksbehandlar.",
    },
    sign_off="Vennleg helsing",
    footer=NB.footer,
)

EN: Final = Words(
    title="Decision on patient travel",
    number="Decision",
    issued_on="Date",
    outcomes={
        "granted": "You are paid what your claim entitles you to: NOK {amount}.",
        "partly_granted": "You are paid a part of what you have claimed: NOK {amount}.",
        "granted_zero": "You are entitled, but by the rules there is nothing to pay out.",
        "refused": "You are not paid what you have claimed.",
    },
    held=(
        "Amounts below NOK 100 are held back until more journeys within six months together reach "
        "that limit."
    ),
    why="Why",
    explanation="The whole calculation, step by step, is in the explanation of the decision.",
    complaint_heading="Do you disagree?",
    complaint=(
        "You can complain to Pasientreiser HF, Postboks 2533 Kjørbekk, 3702 Skien, Norway. The "
        "last day is {day}. Say what you think is wrong. If Pasientreiser upholds its decision, it "
        "sends the complaint on to the County Governor."
    ),
    questions_heading="Do you have questions?",
    questions="Call the patient travel office on 05515, from abroad +47 915 05 515.",
    made_by={
        "automatic": "The decision was made automatically, by the rules.",
        "handler": "The decision was made by a case handler.",
    },
    sign_off="Yours sincerely",
    footer="Pasientreiser · phone 05515, from abroad +47 915 05 515",
)

WORDS: Final[Mapping[Language, Words]] = MappingProxyType({"nb": NB, "nn": NN, "en": EN})
"""The words of each language."""
