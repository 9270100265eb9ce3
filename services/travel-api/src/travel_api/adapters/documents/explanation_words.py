"""The fixed words of an explanation, in the languages it is written in.

Titles of rules and of documents are those of the catalogue; they are not written in Nynorsk, so a
Nynorsk explanation shows them in Bokmål.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from travel_api.adapters.documents.writing import Language
from travel_api.domain.parameters import Measure


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in an explanation that does not depend on the claim."""

    title: str
    facts: Mapping[str, str]
    outcomes: Mapping[str, str]
    headings: Mapping[str, str]
    columns: tuple[str, str, str]
    units: Mapping[str, str]
    measures: Mapping[Measure, str]
    sum: str
    patient: str
    differs: str
    marks: Mapping[str, str]
    complaint: str
    footer: str


NB: Final = Words(
    title="Slik er vedtaket om pasientreiser beregnet",
    facts={
        "number": "Vedtak",
        "issued_on": "Dato",
        "outcome": "Resultat",
        "payable": "Utbetales",
        "ground": "Begrunnelse",
        "ruleset": "Regelversjon",
    },
    outcomes={
        "granted": "Innvilget",
        "partly_granted": "Delvis innvilget",
        "granted_zero": "Innvilget, men ingenting å utbetale",
        "refused": "Avslått",
        "needs_documentation": "Dokumentasjon mangler",
        "needs_information": "Opplysninger mangler",
        "manual_review": "Vurdert av en saksbehandler",
        "redirect": "Hører hjemme et annet sted",
    },
    headings={
        "lines": "Steg for steg",
        "missing": "Dette mangler",
        "figures": "Satser og beløp som er brukt",
        "rules": "Regler som er brukt",
        "complaint": "Er du uenig?",
    },
    columns=("Hva", "Beregning", "Kroner"),
    units={
        "km": "km",
        "days": "dager",
        "nights": "netter",
        "hours": "timer",
        "one_way_trip": "reise",
    },
    measures={
        Measure.KRONER: "kroner",
        Measure.KRONER_PER_KM: "kroner per km",
        Measure.KRONER_PER_HOUR: "kroner per time",
        Measure.KILOMETRES: "km",
        Measure.YEARS: "år",
    },
    sum="Sum etter reglene",
    patient="pasienten",
    differs="Saksbehandleren har bestemt noe annet enn beregningen. Se begrunnelsen.",
    marks={
        "discretionary": "skjønn: en saksbehandler har vurdert dette",
        "beyond_source": "bygger på forskriften eller andre sider, ikke på veiledningen",
        "unconfirmed": "ikke bekreftet av en offisiell tekst",
    },
    complaint=(
        "Du kan klage til Pasientreiser HF, Postboks 2533 Kjørbekk, 3702 Skien. Siste dag er "
        "{day}. Holder Pasientreiser fast ved vedtaket, sender de klagen "
        "videre til Statsforvalteren."
    ),
    footer="Pasientreiser · telefon 05515",
)

NN: Final = Words(
    title="Slik er vedtaket om pasientreiser rekna ut",
    facts={
        "number": "Vedtak",
        "issued_on": "Dato",
        "outcome": "Resultat",
        "payable": "Blir utbetalt",
        "ground": "Grunngiving",
        "ruleset": "Regelversjon",
    },
    outcomes={
        "granted": "Innvilga",
        "partly_granted": "Delvis innvilga",
        "granted_zero": "Innvilga, men ingenting å betale ut",
        "refused": "Avslått",
        "needs_documentation": "Dokumentasjon manglar",
        "needs_information": "Opplysningar manglar",
        "manual_review": "Vurdert av ein saksbehandlar",
        "redirect": "Høyrer heime ein annan stad",
    },
    headings={
        "lines": "Steg for steg",
        "missing": "Dette manglar",
        "figures": "Satsar og beløp som er brukte",
        "rules": "Reglar som er brukte",
        "complaint": "Er du usamd?",
    },
    columns=("Kva", "Utrekning", "Kroner"),
    units={
        "km": "km",
        "days": "dagar",
        "nights": "netter",
        "hours": "timar",
        "one_way_trip": "reise",
    },
    measures={
        Measure.KRONER: "kroner",
        Measure.KRONER_PER_KM: "kroner per km",
        Measure.KRONER_PER_HOUR: "kroner per time",
        Measure.KILOMETRES: "km",
        Measure.YEARS: "år",
    },
    sum="Sum etter reglene",
    patient="pasienten",
    differs="Saksbehandlaren har avgjort noko anna enn utrekninga. Sjå grunngivinga.",
    marks={
        "discretionary": "skjønn: ein saksbehandlar har vurdert dette",
        "beyond_source": "byggjer på forskrifta eller andre sider, ikkje på rettleiinga",
        "unconfirmed": "ikkje stadfesta av ein offisiell tekst",
    },
    complaint=(
        "Du kan klage til Pasientreiser HF, Postboks 2533 Kjørbekk, 3702 Skien. Siste dag er "
        "{day}. Held Pasientreiser fast ved vedtaket, sender dei klaga vidare til Statsforvaltaren."
    ),
    footer=NB.footer,
)

EN: Final = Words(
    title="How the decision on patient travel was worked out",
    facts={
        "number": "Decision",
        "issued_on": "Date",
        "outcome": "Result",
        "payable": "To be paid",
        "ground": "Reason",
        "ruleset": "Version of the rules",
    },
    outcomes={
        "granted": "Granted",
        "partly_granted": "Partly granted",
        "granted_zero": "Granted, but nothing to pay out",
        "refused": "Refused",
        "needs_documentation": "Documentation is lacking",
        "needs_information": "Information is lacking",
        "manual_review": "Considered by a case handler",
        "redirect": "Belongs elsewhere",
    },
    headings={
        "lines": "Step by step",
        "missing": "What is lacking",
        "figures": "Rates and amounts used",
        "rules": "Rules used",
        "complaint": "Do you disagree?",
    },
    columns=("What", "Calculation", "NOK"),
    units={
        "km": "km",
        "days": "days",
        "nights": "nights",
        "hours": "hours",
        "one_way_trip": "journey",
    },
    measures={
        Measure.KRONER: "NOK",
        Measure.KRONER_PER_KM: "NOK per km",
        Measure.KRONER_PER_HOUR: "NOK per hour",
        Measure.KILOMETRES: "km",
        Measure.YEARS: "years",
    },
    sum="Sum by the rules",
    patient="the patient",
    differs="The case handler has decided otherwise than the calculation. See the reason.",
    marks={
        "discretionary": "discretion: a case handler has considered this",
        "beyond_source": "rests on the regulation or other pages, not on the guidance",
        "unconfirmed": "not confirmed by an official text",
    },
    complaint=(
        "You can complain to Pasientreiser HF, Postboks 2533 Kjørbekk, 3702 Skien, Norway. The "
        "last day is {day}. If Pasientreiser upholds its decision, it sends the complaint on to "
        "the County Governor."
    ),
    footer="Pasientreiser · phone 05515, from abroad +47 915 05 515",
)

WORDS: Final[Mapping[Language, Words]] = MappingProxyType({"nb": NB, "nn": NN, "en": EN})
"""The words of each language."""
