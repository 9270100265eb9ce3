"""Problems that only travel-api answers with."""

from http import HTTPStatus
from typing import Final

from contracts.problems.problem_type import ProblemType
from contracts.vocabulary import Text

PROBLEM_TYPES: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        slug="claim-step-not-allowed",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Ikke mulig for saken nå", en="Not possible for the claim now"),
        meaning=Text(
            nb="Saken er i en tilstand der dette ikke kan gjøres.",
            en="The claim is in a state in which this cannot be done.",
        ),
        what_to_do=Text(
            nb="Hent saken, se status, og velg noe som saken tillater.",
            en="Get the claim, look at its status and choose something it allows.",
        ),
    ),
    ProblemType(
        slug="not-your-own-claim",
        status=HTTPStatus.FORBIDDEN,
        title=Text(nb="Kravet er ikke ditt eget", en="The claim is not your own"),
        meaning=Text(
            nb="Den som krever, er en annen enn den som er logget inn.",
            en="The claimant is somebody else than the one who is logged in.",
        ),
        what_to_do=Text(
            nb="Logg inn som den som krever, eller send kravet på papir.",
            en="Log in as the claimant, or send the claim on paper.",
        ),
    ),
    ProblemType(
        slug="not-an-identity-number",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Ugyldig fødselsnummer eller D-nummer", en="Not a valid identity number"),
        meaning=Text(
            nb="Et av numrene har feil kontrollsifre eller feil form.",
            en="One of the numbers has wrong check digits or a wrong form.",
        ),
        what_to_do=Text(
            nb="Kontroller alle elleve sifrene og send på nytt.",
            en="Check all eleven digits and send again.",
        ),
    ),
    ProblemType(
        slug="claim-not-ready",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Saken kan ikke avgjøres ennå", en="The claim cannot be decided yet"),
        meaning=Text(
            nb="Saken mangler opplysninger eller dokumentasjon, eller er ikke vurdert ennå.",
            en="The claim lacks information or documentation, or has not been assessed yet.",
        ),
        what_to_do=Text(
            nb="Se hva som mangler i den siste vurderingen, og få det på plass først.",
            en="See what the newest assessment says is missing, and get it in place first.",
        ),
    ),
    ProblemType(
        slug="reservations-not-acknowledged",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Forbehold er ikke kvittert", en="Reservations are not acknowledged"),
        meaning=Text(
            nb="Vurderingen har forbehold som en saksbehandler må ta stilling til. De står i "
            "reservations.",
            en="The assessment has reservations that a case handler must take a stand on. "
            "reservations names them.",
        ),
        what_to_do=Text(
            nb="Les vurderingen, og send vedtaket med nøyaktig disse forbeholdene kvittert.",
            en="Read the assessment and send the decision with exactly these acknowledged.",
        ),
    ),
    ProblemType(
        slug="verdict-needed",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Vedtaket må angi resultat og begrunnelse", en="Verdict and ground needed"),
        meaning=Text(
            nb="Vurderingen overlater resultatet til en saksbehandler, eller resultatet avviker "
            "fra vurderingen.",
            en="The assessment leaves the outcome to a case handler, or the verdict differs from "
            "it.",
        ),
        what_to_do=Text(
            nb="Angi granted eller refused med begrunnelse. Rett opplysningene i saken hvis "
            "vurderingen bygger på noe som ikke stemmer.",
            en="State granted or refused with a ground. Correct the facts of the claim where the "
            "assessment rests on something that is not so.",
        ),
    ),
    ProblemType(
        slug="claim-does-not-fit",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Kravet henger ikke sammen", en="The claim does not hang together"),
        meaning=Text(
            nb="Rollen, kanalen eller datoene passer ikke med hvem som sender kravet.",
            en="The role, the channel or the dates do not fit who sends the claim.",
        ),
        what_to_do=Text(
            nb="Les detail, rett kravet og send på nytt.",
            en="Read detail, correct the claim and send it again.",
        ),
    ),
    ProblemType(
        slug="papers-not-sent",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Vedlegg mangler", en="Papers not sent"),
        meaning=Text(
            nb="Kravet sier at det finnes en kvittering eller et dokument som ikke er lastet opp.",
            en="The claim says there is a receipt or a document that was not uploaded.",
        ),
        what_to_do=Text(
            nb="Last opp vedleggene først, og vis til dem i kravet. Skriv at kvittering mangler "
            "hvis du ikke har den.",
            en="Upload the papers first and refer to them in the claim. State that there is no "
            "receipt when you do not have it.",
        ),
    ),
    ProblemType(
        slug="reassessment-ended",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Beregningen er avsluttet", en="The reassessment has ended"),
        meaning=Text(
            nb="En avsluttet beregning kan ikke avbrytes.",
            en="A reassessment that has ended cannot be cancelled.",
        ),
        what_to_do=Text(
            nb="Hent resultatet, eller start en ny beregning.",
            en="Get its result, or start another one.",
        ),
    ),
    ProblemType(
        slug="unknown-reference",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Viser til noe som ikke finnes", en="Refers to something unknown"),
        meaning=Text(
            nb="Et felt viser til en reise, en opplasting eller noe annet som ikke finnes her.",
            en="A field refers to a journey, an upload or something else that is not here.",
        ),
        what_to_do=Text(
            nb="Rett henvisningen. Opplastinger slettes etter 24 timer når de ikke brukes.",
            en="Correct the reference. Uploads are deleted after 24 hours when not used.",
        ),
    ),
)
