"""What anybody may know before they ask: the steps, what a block does, whom to call and write to.

The facts are those of the form (`docs/sources.md#access-form`), each with where and when it was
read.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from access_api.domain.case import Kind
from access_api.domain.codes import DAYS_ABROAD, DAYS_INLAND
from access_api.domain.completeness import IdentificationKind
from access_api.domain.deadlines import DAYS_TO_DECIDE
from contracts.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """One way to reach somebody.

    Attributes:
        id: what other answers refer to.
        opening_hours: when somebody answers, as it was read on that day.
        source: document or page it was read in.
        seen: day it was read; names, hours and addresses change.
    """

    id: str
    name: Text
    purpose: Text
    phone: str | None = None
    phone_from_abroad: str | None = None
    opening_hours: Text | None = None
    address: tuple[str, ...] = ()
    source: str
    seen: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """How to ask for one kind of thing, step by step."""

    kind: Kind
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Everything a person needs before filling in the form."""

    procedures: tuple[Procedure, ...]
    a_block_does: tuple[Text, ...]
    a_block_does_not: tuple[Text, ...]
    another_form: Text
    identification: tuple[IdentificationKind, ...]
    identification_rule: Text
    days_to_decide: int
    code_days_inland: int
    code_days_abroad: int
    source: str
    seen: date


_FORM: Final = "Skjema for å sperre eller gjenåpne tilgangen til innloggede tjenester på Helsenorge"
_READ: Final = date(2026, 11, 21)

CONTACT_POINTS: Final[tuple[ContactPoint, ...]] = (
    ContactPoint(
        id="helsenorge-guidance",
        name=Text(nb="Veiledning Helsenorge", en="Helsenorge guidance"),
        purpose=Text(
            nb="Spørsmål om skjemaet, og samtalen der du oppgir koden. Du må ringe selv.",
            en="Questions about the form, and the call in which you give the code. You must call "
            "yourself.",
        ),
        phone="23 32 70 00",
        phone_from_abroad="+47 23 32 70 00",
        opening_hours=Text(nb="Hverdager kl. 08.00-15.30", en="Weekdays 08.00-15.30"),
        source="https://www.helsenorge.no/om-tjenestene/profil/",
        seen=date(2024, 6, 22),
    ),
    ContactPoint(
        id="access-forms",
        name=Text(nb="Helfo", en="Helfo"),
        purpose=Text(
            nb="Underskrevne skjemaer med kopi av legitimasjon",
            en="Signed forms with a copy of identification",
        ),
        address=("Helfo", "Postboks 2415", "3104 Tønsberg"),
        source=_FORM,
        seen=_READ,
    ),
)
"""Whom to call and where to write."""

GUIDANCE: Final = Guidance(
    procedures=(
        Procedure(
            kind=Kind.BLOCK,
            steps=(
                Text(
                    nb="Logg inn og be om sperring, eller send et underskrevet skjema med kopi av "
                    "gyldig legitimasjon til Helfo.",
                    en="Log in and ask for a block, or send a signed form with a copy of valid "
                    "identification to Helfo.",
                ),
                Text(
                    nb="En saksbehandler ser på saken. Når den er godtatt, gjelder sperren med en "
                    "gang, og du får et brev om det.",
                    en="A case handler looks at the case. Once it is accepted the block is in "
                    "effect at once, and you get a letter about it.",
                ),
            ),
        ),
        Procedure(
            kind=Kind.REOPEN,
            steps=(
                Text(
                    nb="Send et underskrevet skjema med kopi av gyldig legitimasjon til Helfo. "
                    "Gjenåpning kan ikke bestilles etter innlogging.",
                    en="Send a signed form with a copy of valid identification to Helfo. A "
                    "reopening cannot be asked for by logging in.",
                ),
                Text(
                    nb="Du får et brev i posten med en kode og et saksnummer.",
                    en="You get a letter by post with a code and a case number.",
                ),
                Text(
                    nb="Ring Veiledning Helsenorge på 23 32 70 00 og oppgi koden og saksnummeret. "
                    "Du må ringe selv.",
                    en="Call Helsenorge guidance on +47 23 32 70 00 and give the code and the case "
                    "number. You must call yourself.",
                ),
            ),
        ),
    ),
    a_block_does=(
        Text(
            nb="Tjenestene på Helsenorge er ikke tilgjengelige over internett med din innlogging.",
            en="The services at Helsenorge cannot be reached over the internet with your login.",
        ),
    ),
    a_block_does_not=(
        Text(
            nb="Helsepersonell ser fortsatt helseopplysningene dine i sine egne systemer.",
            en="Health personnel still see your health information in their own systems.",
        ),
        Text(nb="Ingen opplysninger slettes.", en="No information is deleted."),
    ),
    another_form=Text(
        nb="Vil du slutte å bruke Helsenorge, kan du trekke samtykket. Det er et annet skjema, "
        "«Trekke samtykke til bruk av Helsenorge», og da slettes dataene dine der.",
        en="To stop using Helsenorge you can withdraw your consent. That is another form, “Trekke "
        "samtykke til bruk av Helsenorge”, and your data there are then deleted.",
    ),
    identification=tuple(IdentificationKind),
    identification_rule=Text(
        nb="Legitimasjonen kan ikke være utløpt.", en="The identification must not have expired."
    ),
    days_to_decide=DAYS_TO_DECIDE,
    code_days_inland=DAYS_INLAND,
    code_days_abroad=DAYS_ABROAD,
    source=_FORM,
    seen=_READ,
)
"""The form's own guidance, and the two periods that this service adds to it."""
