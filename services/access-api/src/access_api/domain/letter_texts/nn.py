"""The letters in Norwegian Nynorsk."""

from types import MappingProxyType
from typing import Final

from access_api.domain.case import Ground
from access_api.domain.completeness import What
from access_api.domain.letter_texts.wording import Labels, Section, Texts, Wording
from access_api.domain.letters import LetterKind

_NOT_YOU: Final = Section(
    "Har du ikkje bede om dette?",
    "Da kan nokon ha skrive til oss i ditt namn. Ring Veiledning Helsenorge på 23 32 70 00.",
)
_CODE_IS_DEAD: Final = Section(
    "Har du fått ein kode?",
    "Ein kode som vi har sendt deg i denne saka, verkar ikkje lenger.",
)
_NEW_FORM: Final = Section(
    "Vil du sende eit nytt skjema?",
    "Send det til Helfo, Postboks 2415, 3104 Tønsberg. Skriv under, og legg ved kopi av pass, "
    "førarkort eller nasjonalt ID-kort. Legitimasjonen må ikkje vere utgått.",
)

_CODE: Final = Wording(
    "Kode for å opne tilgangen til Helsenorge igjen",
    (
        (
            "Vi har fått eit skjema om å opne tilgangen din til innlogga tenester på Helsenorge "
            "igjen. Før vi gjer det, må du stadfeste på telefon at det er du som ber om det."
        ),
        "Ring Veiledning Helsenorge på 23 32 70 00. Oppgi saksnummeret og koden nedanfor.",
    ),
    (
        Section(
            "Når du ringjer",
            points=(
                "Du må ringje sjølv. Ingen andre kan gjere det for deg.",
                (
                    "Vi behandlar skjemaet samtidig. Er vi ikkje ferdige når du ringjer, ber vi "
                    "deg ringje igjen. Da kan du bruke den same koden, så lenge han gjeld."
                ),
                "Gjeld ikkje koden lenger, kan du spørje oss om ein ny. Han kjem også i posten.",
            ),
        ),
        Section(
            "Har du ikkje bede om dette?",
            "Da kan nokon ha sendt skjemaet i ditt namn. Ikkje gi koden til nokon, og ring "
            "oss på 23 32 70 00. Tilgangen din er sperra til nokon ringjer med koden.",
        ),
    ),
)
_BLOCK_REQUESTED: Final = Wording(
    "Vi er bedne om å sperre tilgangen din til Helsenorge",
    (
        (
            "Den {day} vart vi bedne, i ditt namn, om å sperre tilgangen din til innlogga tenester "
            "på Helsenorge. Vi behandlar saka så raskt vi kan, og seinast innan 30 dagar."
        ),
        "Er det du som har bede om det, treng du ikkje gjere noko. Du får eit svar frå oss.",
    ),
    (_NOT_YOU,),
)
_REOPENING_REQUESTED: Final = Wording(
    "Vi er bedne om å opne tilgangen din til Helsenorge igjen",
    (
        (
            "Den {day} fekk vi, i ditt namn, eit skjema om å opne tilgangen din til innlogga "
            "tenester på Helsenorge igjen. Vi behandlar saka så raskt vi kan, og seinast innan 30 "
            "dagar."
        ),
        (
            "Er det du som har bede om det, ventar du på eit brev med ein kode. Det kjem i posten. "
            "Tilgangen er sperra til du har ringt oss og oppgitt koden."
        ),
    ),
    (_NOT_YOU,),
)
_REOPENING_ACCEPTED: Final = Wording(
    "Du kan no ringje oss for å opne tilgangen til Helsenorge",
    (
        (
            "Vi har godkjent skjemaet om å opne tilgangen din til innlogga tenester på Helsenorge "
            "igjen. No står det att at du stadfestar på telefon."
        ),
        (
            "Koden sender vi i eit eige brev i posten. Når du har fått det, ringjer du sjølv til "
            "Veiledning Helsenorge på 23 32 70 00 og oppgir saksnummeret og koden."
        ),
    ),
    (_NOT_YOU,),
)
_BLOCK_IN_EFFECT: Final = Wording(
    "Tilgangen din til Helsenorge er sperra",
    ("Frå {day} er tilgangen din til innlogga tenester på Helsenorge sperra.",),
    (
        Section(
            "Dette gjer sperra",
            "Tenestene på Helsenorge er ikkje tilgjengelege over internett med di "
            "innlogging. Det gjeld for alle som prøver, også deg sjølv.",
        ),
        Section(
            "Dette gjer sperra ikkje",
            points=(
                "Helsepersonell ser framleis helseopplysningane dine i sine eigne system.",
                "Sperra slettar ingen opplysningar.",
                (
                    "Sperra gjeld berre Helsenorge. Trur du at nokon misbruker BankID-en din, må "
                    "du også ta kontakt med banken din."
                ),
            ),
        ),
        Section(
            "Vil du slutte å bruke Helsenorge?",
            "Da kan du trekkje samtykket ditt. Det er eit anna skjema, «Trekke samtykke "
            "til bruk av Helsenorge». Alle dine data som er lagra på Helsenorge, blir da "
            "sletta.",
        ),
        Section(
            "Vil du opne tilgangen igjen?",
            "Send oss eit underskrive skjema om gjenopning, med kopi av gyldig "
            "legitimasjon, til Helfo, Postboks 2415, 3104 Tønsberg. Du får da ein kode i "
            "posten.",
        ),
        _NOT_YOU,
    ),
)
_REOPENED: Final = Wording(
    "Tilgangen din til Helsenorge er opna igjen",
    (
        (
            "Den {day} opna vi tilgangen din til innlogga tenester på Helsenorge igjen. Koden frå "
            "brevet vårt vart oppgitt på telefon, og han kan ikkje brukast fleire gonger."
        ),
    ),
    (
        Section(
            "Var det ikkje du som ringde?",
            "Ring Veiledning Helsenorge på 23 32 70 00 straks, så kan vi hjelpe deg.",
        ),
    ),
)
_FORM_INCOMPLETE: Final = Wording(
    "Vi kan ikkje behandle skjemaet om tilgangen til Helsenorge",
    (
        (
            "Vi har fått eit skjema om tilgangen din til innlogga tenester på Helsenorge. Vi kan "
            "ikkje behandle det. Tilgangen din er som før. Dette må rettast:"
        ),
    ),
    (_NEW_FORM, _NOT_YOU),
)
_REQUEST_REJECTED: Final = Wording(
    "Svar i saka om tilgangen din til Helsenorge",
    (
        (
            "Vi har behandla saka om tilgangen din til innlogga tenester på Helsenorge. Vi kan "
            "ikkje gjere det vi vart bedne om, og tilgangen din er som før. Grunnen er:"
        ),
    ),
    (_CODE_IS_DEAD, _NEW_FORM, _NOT_YOU),
)
_REQUEST_WITHDRAWN: Final = Wording(
    "Saka om tilgangen din til Helsenorge er avslutta",
    (
        (
            "Vi har avslutta saka med saksnummeret ovanfor utan å gjere det vi først vart bedne "
            "om. Grunnen er:"
        ),
    ),
    (_CODE_IS_DEAD, _NOT_YOU),
)
_REOPENING_LAPSED: Final = Wording(
    "Tilgangen din til Helsenorge er framleis sperra",
    (
        (
            "Vi sende deg ein kode for å opne tilgangen din til innlogga tenester på Helsenorge "
            "igjen. Koden er ikkje brukt i tide. Vi har avslutta saka, og tilgangen er framleis "
            "sperra."
        ),
    ),
    (_NEW_FORM, _NOT_YOU),
)

NN: Final = Texts(
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
        valid_through="Koden gjeld til og med {day} og kan brukast éin gong.",
        sign_off="Vennleg helsing",
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
            What.CHOICE: "Kryss av for anten å sperre eller å gjenopne, og berre for det eine.",
            What.NAME: "Skriv namnet ditt.",
            What.NATIONAL_IDENTITY_NUMBER: "Skriv fødselsnummeret ditt.",
            What.VALID_NATIONAL_IDENTITY_NUMBER: "Fødselsnummeret er ikkje gyldig.",
            What.IDENTIFICATION: "Legg ved kopi av pass, førarkort eller nasjonalt ID-kort.",
            What.IDENTIFICATION_EXPIRY: "Vi må kunne lese når legitimasjonen går ut.",
            What.IDENTIFICATION_COPY: "Kopien av legitimasjonen mangler.",
            What.UNEXPIRED_IDENTIFICATION: "Legitimasjonen er utgått.",
            What.SIGNATURE: "Skriv under på skjemaet.",
            What.SIGNATURE_PLACE: "Skriv staden der du skreiv under.",
            What.SIGNATURE_DATE: "Skriv datoen da du skreiv under.",
            What.SIGNATURE_DATE_NOT_AHEAD: "Datoen ved underskrifta er etter at vi fekk skjemaet.",
        }
    ),
    grounds=MappingProxyType(
        {
            Ground.NOT_BLOCKED: "Tilgangen er ikkje sperra, så det er ingenting å gjenopne.",
            Ground.IDENTIFICATION_NOT_ACCEPTED: "Vi kan ikkje godta legitimasjonen.",
            Ground.IDENTIFICATION_EXPIRED: "Legitimasjonen er utgått.",
            Ground.DETAILS_INCORRECT: "Opplysningar i skjemaet stemmer ikkje.",
            Ground.SIGNATURE_NOT_ACCEPTED: "Vi kan ikkje godta underskrifta.",
            Ground.TOO_YOUNG: "Den som saka gjeld, er for ung til å ha eiga innlogging.",
            Ground.NOT_THE_PERSON: "Vi kan ikkje sjå at det er du sjølv som har bede om dette.",
            Ground.DECEASED: "Den som saka gjeld, er død.",
            Ground.NEW_BLOCK: "Vi er sidan blitt bedne om å sperre tilgangen din.",
            Ground.SAME_PERSON: "Vi har ei anna sak om det same, som også gjeld deg.",
            Ground.ON_REQUEST: "Vi er blitt bedne om å trekkje saka.",
        }
    ),
)
"""All letters in Nynorsk."""
