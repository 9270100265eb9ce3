"""Problems that only access-api answers with."""

from http import HTTPStatus
from typing import Final

from contracts.problems.problem_type import ProblemType
from contracts.vocabulary import Text

PROBLEM_TYPES: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        slug="access-step-not-allowed",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Steget er ikke mulig nå", en="Step not possible now"),
        meaning=Text(
            nb="Saken står slik at dette steget ikke kan tas.",
            en="The case stands where this step cannot be taken.",
        ),
        what_to_do=Text(
            nb="Les saken på nytt; status sier hvor den står.",
            en="Read the case again; status says where it stands.",
        ),
    ),
    ProblemType(
        slug="access-shielded",
        status=HTTPStatus.FORBIDDEN,
        title=Text(nb="Saken er skjermet", en="The case is shielded"),
        meaning=Text(
            nb="Saken gjelder noen som bare noen få ansatte arbeider med.",
            en="The case concerns somebody whom only a few members of staff work with.",
        ),
        what_to_do=Text(
            nb="La en kollega med omfanget access:protected ta saken.",
            en="Let a colleague with the scope access:protected take the case.",
        ),
    ),
    ProblemType(
        slug="access-self-service-blocks-only",
        status=HTTPStatus.FORBIDDEN,
        title=Text(nb="Selvbetjening kan bare sperre", en="Self-service can only block"),
        meaning=Text(
            nb="Gjenåpning bygger aldri på innlogging, fordi innloggingen kan være stjålet.",
            en="A reopening never rests on a login, because the login may be stolen.",
        ),
        what_to_do=Text(
            nb="Send det signerte skjemaet på papir med kopi av legitimasjon.",
            en="Send the signed form on paper with a copy of your identification.",
        ),
    ),
    ProblemType(
        slug="access-cannot-accept",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Kan ikke godtas", en="Cannot be accepted"),
        meaning=Text(
            nb="Folkeregisteret har opplysninger som gjør at forespørselen ikke kan godtas.",
            en="The population register holds something that rules acceptance out.",
        ),
        what_to_do=Text(
            nb="Se findings på saken og avslå den med riktig grunn.",
            en="See findings on the case and reject it on the right ground.",
        ),
    ),
    ProblemType(
        slug="access-register-check-pending",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Venter på Folkeregisteret", en="Waiting for the population register"),
        meaning=Text(
            nb="Folkeregisteret har ikke svart ennå. Bare en sperre kan godtas uten svar.",
            en="The population register has not answered yet. Only a block goes ahead without it.",
        ),
        what_to_do=Text(
            nb="Vent til register_check på saken er done.",
            en="Wait until register_check on the case is done.",
        ),
    ),
    ProblemType(
        slug="access-letter-needs-hands",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Brevet må håndteres manuelt", en="The letter needs a person"),
        meaning=Text(
            nb="Systemet skal ikke skrive ut brev til denne personen av seg selv.",
            en="The system must not print a letter to this person by itself.",
        ),
        what_to_do=Text(
            nb="Kontroller adressen. Er den i orden, bestill brevet med address_confirmed. "
            "Ved strengt fortrolig eller manglende adresse må saken behandles utenfor systemet.",
            en="Check the address. If it is right, order the letter with address_confirmed. "
            "With a strictly confidential or missing address the case is handled outside.",
        ),
    ),
    ProblemType(
        slug="access-received-on-implausible",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Umulig mottaksdato", en="Impossible date of receipt"),
        meaning=Text(
            nb="Mottaksdatoen er i framtiden eller mer enn ett år tilbake.",
            en="The date of receipt is in the future or more than a year back.",
        ),
        what_to_do=Text(
            nb="Oppgi dagen da skjemaet kom inn.", en="State the day on which the form came in."
        ),
    ),
    ProblemType(
        slug="access-too-many-codes",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="For mange koder", en="Too many codes"),
        meaning=Text(
            nb="Personen har fått tre koder på tretti dager.",
            en="The person has had three codes in thirty days.",
        ),
        what_to_do=Text(
            nb="Vent til den eldste er over tretti dager gammel.",
            en="Wait until the oldest of them is more than thirty days old.",
        ),
    ),
    ProblemType(
        slug="access-ordered-meanwhile",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="En annen kode ble bestilt samtidig", en="Another code was ordered"),
        meaning=Text(
            nb="To bestillinger møttes. Den andre vant; det finnes én gyldig kode.",
            en="Two orders met. The other one won; there is one live code.",
        ),
        what_to_do=Text(
            nb="Les saken på nytt før du bestiller igjen.",
            en="Read the case again before you order once more.",
        ),
    ),
    ProblemType(
        slug="access-four-eyes",
        status=HTTPStatus.FORBIDDEN,
        title=Text(nb="En kollega må ta samtalen", en="A colleague must take the call"),
        meaning=Text(
            nb="Den som har behandlet saken, kan ikke gjenåpne tilgangen.",
            en="Whoever has worked on the case cannot reopen the access.",
        ),
        what_to_do=Text(
            nb="Sett samtalen over til en kollega.", en="Pass the call to a colleague."
        ),
    ),
    ProblemType(
        slug="access-unknown-upload",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Ukjent opplasting", en="Unknown upload"),
        meaning=Text(
            nb="Opplastingen finnes ikke, er utløpt, er brukt eller tilhører noen andre.",
            en="The upload does not exist, has expired, is used or belongs to somebody else.",
        ),
        what_to_do=Text(nb="Last opp filen på nytt.", en="Upload the file again."),
    ),
    ProblemType(
        slug="access-not-a-receiver",
        status=HTTPStatus.FORBIDDEN,
        title=Text(nb="Ikke satt opp som mottaker", en="Not set up as a receiver"),
        meaning=Text(
            nb="Klienten er ikke satt opp til å motta endringer i sperrer.",
            en="The client is not set up to receive changes of blocks.",
        ),
        what_to_do=Text(
            nb="Be driften om å legge klienten inn som mottaker.",
            en="Ask operations to add the client as a receiver.",
        ),
    ),
    ProblemType(
        slug="access-signature-invalid",
        status=HTTPStatus.UNAUTHORIZED,
        title=Text(nb="Ugyldig signatur", en="Invalid signature"),
        meaning=Text(
            nb="Meldingen fra skriveren mangler gyldig signatur, eller er for gammel.",
            en="The printer's message has no valid signature, or is too old.",
        ),
        what_to_do=Text(
            nb="Signer innholdet etter Standard Webhooks med den avtalte nøkkelen.",
            en="Sign the body as Standard Webhooks says with the agreed secret.",
        ),
    ),
)
