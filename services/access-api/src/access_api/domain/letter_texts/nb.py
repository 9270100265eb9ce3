"""The letters in Norwegian Bokmål."""

from types import MappingProxyType
from typing import Final

from access_api.domain.case import Ground
from access_api.domain.completeness import What
from access_api.domain.letter_texts.wording import Labels, Section, Texts, Wording
from access_api.domain.letters import LetterKind

_NOT_YOU: Final = Section(
    "Har du ikke bedt om dette?",
    "Da kan noen ha skrevet til oss i ditt navn. Ring Veiledning Helsenorge på 23 32 70 00.",
)
_CODE_IS_DEAD: Final = Section(
    "Har du fått en kode?",
    "En kode som vi har sendt deg i denne saken, virker ikke lenger.",
)
_NEW_FORM: Final = Section(
    "Vil du sende et nytt skjema?",
    "Send det til Helfo, Postboks 2415, 3104 Tønsberg. Skriv under, og legg ved kopi av pass, "
    "førerkort eller nasjonalt ID-kort. Legitimasjonen må ikke være utløpt.",
)

_CODE: Final = Wording(
    "Kode for å åpne tilgangen til Helsenorge igjen",
    (
        (
            "Vi har fått et skjema om å åpne tilgangen din til innloggede tjenester på Helsenorge "
            "igjen. Før vi gjør det, må du bekrefte på telefon at det er du som ber om det."
        ),
        "Ring Veiledning Helsenorge på 23 32 70 00. Oppgi saksnummeret og koden nedenfor.",
        "Ikke vis koden til andre. Vi ringer eller skriver aldri til deg for å få den.",
    ),
    (
        Section(
            "Når du ringer",
            points=(
                "Du må ringe selv. Ingen andre kan gjøre det for deg.",
                (
                    "Vi behandler skjemaet samtidig. Er vi ikke ferdige når du ringer, ber vi deg "
                    "ringe igjen. Da kan du bruke den samme koden, så lenge den gjelder."
                ),
                "Gjelder ikke koden lenger, kan du spørre oss om en ny. Den kommer også i posten.",
            ),
        ),
        Section(
            "Har du ikke bedt om dette?",
            "Da kan noen ha sendt skjemaet i ditt navn. Ikke gi koden til noen, og ring "
            "oss på 23 32 70 00. Tilgangen din er sperret til noen ringer med koden.",
        ),
    ),
)
_BLOCK_REQUESTED: Final = Wording(
    "Vi er bedt om å sperre tilgangen din til Helsenorge",
    (
        (
            "Den {day} ble vi bedt, i ditt navn, om å sperre tilgangen din til innloggede "
            "tjenester på Helsenorge. Vi behandler saken så raskt vi kan, og senest innen 30 "
            "dager."
        ),
        "Er det du som har bedt om det, trenger du ikke gjøre noe. Du får et svar fra oss.",
    ),
    (_NOT_YOU,),
)
_REOPENING_REQUESTED: Final = Wording(
    "Vi er bedt om å åpne tilgangen din til Helsenorge igjen",
    (
        (
            "Den {day} fikk vi, i ditt navn, et skjema om å åpne tilgangen din til innloggede "
            "tjenester på Helsenorge igjen. Vi behandler saken så raskt vi kan, og senest innen 30 "
            "dager."
        ),
        (
            "Er det du som har bedt om det, venter du på et brev med en kode. Det kommer i posten. "
            "Tilgangen er sperret til du har ringt oss og oppgitt koden."
        ),
    ),
    (_NOT_YOU,),
)
_REOPENING_ACCEPTED: Final = Wording(
    "Du kan nå ringe oss for å åpne tilgangen til Helsenorge",
    (
        (
            "Vi har godkjent skjemaet om å åpne tilgangen din til innloggede tjenester på "
            "Helsenorge igjen. Nå gjenstår det at du bekrefter på telefon."
        ),
        (
            "Koden sender vi i et eget brev i posten. Når du har fått det, ringer du selv til "
            "Veiledning Helsenorge på 23 32 70 00 og oppgir saksnummeret og koden."
        ),
    ),
    (_NOT_YOU,),
)
_BLOCK_IN_EFFECT: Final = Wording(
    "Tilgangen din til Helsenorge er sperret",
    ("Fra {day} er tilgangen din til innloggede tjenester på Helsenorge sperret.",),
    (
        Section(
            "Dette gjør sperren",
            "Tjenestene på Helsenorge er ikke tilgjengelige over internett med din "
            "innlogging. Det gjelder for alle som prøver, også deg selv.",
        ),
        Section(
            "Dette gjør sperren ikke",
            points=(
                "Helsepersonell ser fortsatt helseopplysningene dine i sine egne systemer.",
                "Sperren sletter ingen opplysninger.",
                (
                    "Sperren gjelder bare Helsenorge. Tror du at noen misbruker BankID-en din, må "
                    "du også ta kontakt med banken din."
                ),
            ),
        ),
        Section(
            "Vil du slutte å bruke Helsenorge?",
            "Da kan du trekke samtykket ditt. Det er et annet skjema, «Trekke samtykke til "
            "bruk av Helsenorge». Alle dine data som er lagret på Helsenorge, blir da "
            "slettet.",
        ),
        Section(
            "Vil du åpne tilgangen igjen?",
            "Send oss et underskrevet skjema om gjenåpning, med kopi av gyldig "
            "legitimasjon, til Helfo, Postboks 2415, 3104 Tønsberg. Du får da en kode i "
            "posten.",
        ),
        _NOT_YOU,
    ),
)
_REOPENED: Final = Wording(
    "Tilgangen din til Helsenorge er åpnet igjen",
    (
        (
            "Den {day} åpnet vi tilgangen din til innloggede tjenester på Helsenorge igjen. Koden "
            "fra brevet vårt ble oppgitt på telefon, og den kan ikke brukes flere ganger."
        ),
    ),
    (
        Section(
            "Var det ikke du som ringte?",
            "Ring Veiledning Helsenorge på 23 32 70 00 straks, så kan vi hjelpe deg.",
        ),
    ),
)
_FORM_INCOMPLETE: Final = Wording(
    "Vi kan ikke behandle skjemaet om tilgangen til Helsenorge",
    (
        (
            "Vi har fått et skjema om tilgangen din til innloggede tjenester på Helsenorge. Vi kan "
            "ikke behandle det. Tilgangen din er som før. Dette må rettes:"
        ),
    ),
    (_NEW_FORM, _NOT_YOU),
)
_REQUEST_REJECTED: Final = Wording(
    "Svar i saken om tilgangen din til Helsenorge",
    (
        (
            "Vi har behandlet saken om tilgangen din til innloggede tjenester på Helsenorge. Vi "
            "kan ikke gjøre det vi ble bedt om, og tilgangen din er som før. Grunnen er:"
        ),
    ),
    (_CODE_IS_DEAD, _NEW_FORM, _NOT_YOU),
)
_REQUEST_WITHDRAWN: Final = Wording(
    "Saken om tilgangen din til Helsenorge er avsluttet",
    (
        (
            "Vi har avsluttet saken med saksnummeret ovenfor uten å gjøre det vi først ble bedt "
            "om. Grunnen er:"
        ),
    ),
    (_CODE_IS_DEAD, _NOT_YOU),
)
_REOPENING_LAPSED: Final = Wording(
    "Tilgangen din til Helsenorge er fortsatt sperret",
    (
        (
            "Vi sendte deg en kode for å åpne tilgangen din til innloggede tjenester på Helsenorge "
            "igjen. Koden er ikke brukt i tide. Vi har avsluttet saken, og tilgangen er fortsatt "
            "sperret."
        ),
    ),
    (_NEW_FORM, _NOT_YOU),
)

NB: Final = Texts(
    months=(
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    date_shape="{day}. {month} {year}",
    labels=Labels(
        written_on="Dato",
        case_number="Saksnummer",
        code="Kode",
        valid_through="Koden gjelder til og med {day} og kan brukes én gang.",
        sign_off="Vennlig hilsen",
        contact="Helfo, Postboks 2415, 3104 Tønsberg · Veiledning Helsenorge, telefon 23 32 70 00",
    ),
    code_letter=_CODE,
    letters=MappingProxyType(
        {
            LetterKind.BLOCK_REQUESTED: _BLOCK_REQUESTED,
            LetterKind.REOPENING_REQUESTED: _REOPENING_REQUESTED,
            LetterKind.REOPENING_ACCEPTED: _REOPENING_ACCEPTED,
            LetterKind.BLOCK_IN_EFFECT: _BLOCK_IN_EFFECT,
            LetterKind.REOPENED: _REOPENED,
            LetterKind.FORM_INCOMPLETE: _FORM_INCOMPLETE,
            LetterKind.REQUEST_REJECTED: _REQUEST_REJECTED,
            LetterKind.REQUEST_WITHDRAWN: _REQUEST_WITHDRAWN,
            LetterKind.REOPENING_LAPSED: _REOPENING_LAPSED,
        }
    ),
    missing=MappingProxyType(
        {
            What.CHOICE: "Kryss av for enten å sperre eller å gjenåpne, og bare for det ene.",
            What.NAME: "Skriv navnet ditt.",
            What.NATIONAL_IDENTITY_NUMBER: "Skriv fødselsnummeret ditt.",
            What.VALID_NATIONAL_IDENTITY_NUMBER: "Fødselsnummeret er ikke gyldig.",
            What.IDENTIFICATION: "Legg ved kopi av pass, førerkort eller nasjonalt ID-kort.",
            What.IDENTIFICATION_EXPIRY: "Vi må kunne lese når legitimasjonen utløper.",
            What.IDENTIFICATION_COPY: "Kopien av legitimasjonen mangler.",
            What.UNEXPIRED_IDENTIFICATION: "Legitimasjonen er utløpt.",
            What.SIGNATURE: "Skriv under på skjemaet.",
            What.SIGNATURE_PLACE: "Skriv stedet der du skrev under.",
            What.SIGNATURE_DATE: "Skriv datoen da du skrev under.",
            What.SIGNATURE_DATE_NOT_AHEAD: "Datoen ved underskriften er etter at vi fikk skjemaet.",
        }
    ),
    grounds=MappingProxyType(
        {
            Ground.NOT_BLOCKED: "Tilgangen er ikke sperret, så det er ingenting å gjenåpne.",
            Ground.IDENTIFICATION_NOT_ACCEPTED: "Vi kan ikke godta legitimasjonen.",
            Ground.IDENTIFICATION_EXPIRED: "Legitimasjonen er utløpt.",
            Ground.DETAILS_INCORRECT: "Opplysninger i skjemaet stemmer ikke.",
            Ground.SIGNATURE_NOT_ACCEPTED: "Vi kan ikke godta underskriften.",
            Ground.TOO_YOUNG: "Den som saken gjelder, er for ung til å ha egen innlogging.",
            Ground.NOT_THE_PERSON: "Vi kan ikke se at det er du selv som har bedt om dette.",
            Ground.DECEASED: "Den som saken gjelder, er død.",
            Ground.NEW_BLOCK: "Vi er siden blitt bedt om å sperre tilgangen din.",
            Ground.SAME_PERSON: "Vi har en annen sak om det samme, som også gjelder deg.",
            Ground.ON_REQUEST: "Vi er blitt bedt om å trekke saken.",
        }
    ),
)
"""All letters in Bokmål."""
