"""Problems that every service and the gateway may answer with."""

from http import HTTPStatus
from typing import Final

from contracts.problems.problem_type import ProblemType
from contracts.vocabulary import Text

PROBLEM_TYPES: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        slug="malformed-request",
        status=HTTPStatus.BAD_REQUEST,
        title=Text(nb="Forespørselen kan ikke leses", en="Malformed request"),
        meaning=Text(
            nb="Forespørselen følger ikke HTTP eller formatet som er oppgitt.",
            en="The request does not follow HTTP or the format it says it has.",
        ),
        what_to_do=Text(
            nb="Rett forespørselen etter beskrivelsen i API-dokumentet og send den på nytt.",
            en="Correct the request as the API document describes it and send it again.",
        ),
    ),
    ProblemType(
        slug="idempotency-key-missing",
        status=HTTPStatus.BAD_REQUEST,
        title=Text(nb="Idempotency-Key mangler", en="Idempotency-Key is missing"),
        meaning=Text(
            nb="Operasjonen oppretter noe og krever hodefeltet Idempotency-Key.",
            en="The operation creates something and needs the header Idempotency-Key.",
        ),
        what_to_do=Text(
            nb="Lag en ny, tilfeldig nøkkel (8 til 64 tegn) for hver ting du vil opprette, "
            "og bruk den samme nøkkelen når du prøver igjen.",
            en="Make a new random key (8 to 64 characters) for each thing you want to create, "
            "and use the same key when you try again.",
        ),
    ),
    ProblemType(
        slug="not-authenticated",
        status=HTTPStatus.UNAUTHORIZED,
        title=Text(nb="Ikke autentisert", en="Not authenticated"),
        meaning=Text(
            nb="Forespørselen har ikke noe gyldig adgangstoken.",
            en="The request carries no valid access token.",
        ),
        what_to_do=Text(
            nb="Hent et nytt token fra utstederen og send det i Authorization: Bearer.",
            en="Get a new token from its issuer and send it as Authorization: Bearer.",
        ),
    ),
    ProblemType(
        slug="invalid-proof",
        status=HTTPStatus.UNAUTHORIZED,
        title=Text(nb="Nøkkelbeviset godtas ikke", en="Invalid proof of possession"),
        meaning=Text(
            nb="Beviset i hodefeltet DPoP mangler, er feil eller er brukt før.",
            en="The proof in the header DPoP is missing, wrong or was used before.",
        ),
        what_to_do=Text(
            nb="Lag et nytt bevis for hver forespørsel (RFC 9449), med samme nøkkel som da du "
            "hentet tokenet. detail sier hva som er galt med dette.",
            en="Make a new proof for each request (RFC 9449), with the key you got the token with. "
            "detail says what is wrong with this one.",
        ),
    ),
    ProblemType(
        slug="not-allowed",
        status=HTTPStatus.FORBIDDEN,
        title=Text(nb="Ikke tillatt", en="Not allowed"),
        meaning=Text(
            nb="Tokenet er gyldig, men gir ikke adgang til denne operasjonen.",
            en="The token is valid but does not open this operation.",
        ),
        what_to_do=Text(
            nb="Be om et av omfangene (scopes) som API-dokumentet nevner, eller logg inn på et "
            "høyere sikkerhetsnivå.",
            en="Ask for one of the scopes that the API document names, or log in at a higher "
            "level of assurance.",
        ),
    ),
    ProblemType(
        slug="not-found",
        status=HTTPStatus.NOT_FOUND,
        title=Text(nb="Finnes ikke", en="Not found"),
        meaning=Text(
            nb="Det finnes ikke noe her, eller det er ikke ditt.",
            en="There is nothing here, or it is not yours.",
        ),
        what_to_do=Text(
            nb="Kontroller adressen, og at du er logget inn som den saken gjelder.",
            en="Check the address, and that you are logged in as the one the case belongs to.",
        ),
    ),
    ProblemType(
        slug="method-not-allowed",
        status=HTTPStatus.METHOD_NOT_ALLOWED,
        title=Text(nb="Metoden er ikke tillatt", en="Method not allowed"),
        meaning=Text(
            nb="Adressen finnes, men ikke med denne HTTP-metoden.",
            en="The address exists, but not with this HTTP method.",
        ),
        what_to_do=Text(
            nb="Bruk en av metodene i hodefeltet Allow.",
            en="Use one of the methods in the header Allow.",
        ),
    ),
    ProblemType(
        slug="request-timeout",
        status=HTTPStatus.REQUEST_TIMEOUT,
        title=Text(nb="Forespørselen kom for sakte", en="Request timeout"),
        meaning=Text(
            nb="Forespørselen ble ikke sendt ferdig i tide.",
            en="The request was not sent to its end in time.",
        ),
        what_to_do=Text(nb="Send den på nytt.", en="Send it again."),
    ),
    ProblemType(
        slug="request-in-progress",
        status=HTTPStatus.CONFLICT,
        title=Text(nb="Samme forespørsel pågår", en="The same request is in progress"),
        meaning=Text(
            nb="En forespørsel med samme Idempotency-Key er ikke ferdig ennå.",
            en="A request with the same Idempotency-Key has not finished yet.",
        ),
        what_to_do=Text(
            nb="Vent litt og prøv igjen med samme nøkkel.",
            en="Wait a moment and try again with the same key.",
        ),
    ),
    ProblemType(
        slug="stale-version",
        status=HTTPStatus.PRECONDITION_FAILED,
        title=Text(nb="Endret i mellomtiden", en="Changed meanwhile"),
        meaning=Text(
            nb="Ressursen er endret siden du leste den.",
            en="The resource has changed since you read it.",
        ),
        what_to_do=Text(
            nb="Les ressursen på nytt, og send endringen med den nye ETag-verdien i If-Match.",
            en="Read the resource again and send your change with its new ETag in If-Match.",
        ),
    ),
    ProblemType(
        slug="body-too-large",
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        title=Text(nb="For stor forespørsel", en="Request body too large"),
        meaning=Text(
            nb="Innholdet er større enn operasjonen tar imot.",
            en="The body is larger than the operation accepts.",
        ),
        what_to_do=Text(
            nb="Send mindre; grensen står i API-dokumentet.",
            en="Send less; the limit stands in the API document.",
        ),
    ),
    ProblemType(
        slug="unsupported-media-type",
        status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        title=Text(nb="Formatet støttes ikke", en="Unsupported media type"),
        meaning=Text(
            nb="Operasjonen tar ikke imot dette formatet.",
            en="The operation does not take this format.",
        ),
        what_to_do=Text(
            nb="Bruk et av formatene i API-dokumentet, og oppgi det i Content-Type.",
            en="Use one of the formats in the API document and state it in Content-Type.",
        ),
    ),
    ProblemType(
        slug="invalid-input",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Ugyldige opplysninger", en="Invalid input"),
        meaning=Text(
            nb="Ett eller flere felt har feil form. Feltene står i errors, uten verdiene.",
            en="One or more fields have the wrong form. errors names them, without their values.",
        ),
        what_to_do=Text(
            nb="Rett feltene som errors peker på, og send på nytt.",
            en="Correct the fields that errors points to and send again.",
        ),
    ),
    ProblemType(
        slug="idempotency-key-reused",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=Text(nb="Nøkkelen er brukt til noe annet", en="Idempotency-Key was used before"),
        meaning=Text(
            nb="Samme Idempotency-Key er brukt med et annet innhold.",
            en="The same Idempotency-Key was used with another body.",
        ),
        what_to_do=Text(
            nb="Bruk en ny nøkkel for en ny forespørsel.",
            en="Use a new key for a new request.",
        ),
    ),
    ProblemType(
        slug="version-required",
        status=HTTPStatus.PRECONDITION_REQUIRED,
        title=Text(nb="If-Match mangler", en="If-Match is missing"),
        meaning=Text(
            nb="Operasjonen endrer noe og må vite hvilken versjon du har lest.",
            en="The operation changes something and must know which version you have read.",
        ),
        what_to_do=Text(
            nb="Les ressursen, og send ETag-verdien i If-Match.",
            en="Read the resource and send its ETag in If-Match.",
        ),
    ),
    ProblemType(
        slug="too-many-requests",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        title=Text(nb="For mange forespørsler", en="Too many requests"),
        meaning=Text(
            nb="Du har brukt opp kvoten din for denne operasjonen.",
            en="You have used up your quota for this operation.",
        ),
        what_to_do=Text(
            nb="Vent så mange sekunder som Retry-After sier.",
            en="Wait as many seconds as Retry-After says.",
        ),
    ),
    ProblemType(
        slug="headers-too-large",
        status=HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        title=Text(nb="For store hodefelt", en="Request header fields too large"),
        meaning=Text(
            nb="Forespørselen har for mange eller for store hodefelt.",
            en="The request has too many header fields, or too large ones.",
        ),
        what_to_do=Text(nb="Send færre eller kortere.", en="Send fewer or shorter ones."),
    ),
    ProblemType(
        slug="internal-error",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title=Text(nb="Feil hos oss", en="Internal error"),
        meaning=Text(
            nb="Noe gikk galt hos oss. Ingenting er gjort halvt.",
            en="Something went wrong on our side. Nothing was half done.",
        ),
        what_to_do=Text(
            nb="Prøv igjen med samme Idempotency-Key. Oppgi X-Request-Id hvis du kontakter oss.",
            en="Try again with the same Idempotency-Key. State X-Request-Id if you contact us.",
        ),
    ),
    ProblemType(
        slug="not-implemented",
        status=HTTPStatus.NOT_IMPLEMENTED,
        title=Text(nb="Støttes ikke", en="Not implemented"),
        meaning=Text(
            nb="Forespørselen bruker en del av HTTP som ikke støttes her.",
            en="The request uses a part of HTTP that is not supported here.",
        ),
        what_to_do=Text(
            nb="Send den som vanlig HTTP/1.1, uten Upgrade og uten andre overføringskodinger "
            "enn chunked.",
            en="Send it as plain HTTP/1.1, without Upgrade and with no transfer coding but "
            "chunked.",
        ),
    ),
    ProblemType(
        slug="bad-gateway",
        status=HTTPStatus.BAD_GATEWAY,
        title=Text(nb="Tjenesten svarte ikke riktig", en="Bad gateway"),
        meaning=Text(
            nb="Tjenesten bak porten brøt forbindelsen eller svarte uforståelig.",
            en="The service behind the gateway broke the connection or answered unintelligibly.",
        ),
        what_to_do=Text(
            nb="Prøv igjen med samme Idempotency-Key.",
            en="Try again with the same Idempotency-Key.",
        ),
    ),
    ProblemType(
        slug="unavailable",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        title=Text(nb="Ikke tilgjengelig nå", en="Unavailable right now"),
        meaning=Text(
            nb="Tjenesten er overbelastet eller nede.",
            en="The service is overloaded or down.",
        ),
        what_to_do=Text(
            nb="Prøv igjen etter så mange sekunder som Retry-After sier.",
            en="Try again after as many seconds as Retry-After says.",
        ),
    ),
    ProblemType(
        slug="gateway-timeout",
        status=HTTPStatus.GATEWAY_TIMEOUT,
        title=Text(nb="Tjenesten brukte for lang tid", en="Gateway timeout"),
        meaning=Text(
            nb="Tjenesten bak porten svarte ikke i tide. Forespørselen kan være utført.",
            en="The service behind the gateway did not answer in time. The request may have "
            "been carried out.",
        ),
        what_to_do=Text(
            nb="Prøv igjen med samme Idempotency-Key; da skjer det høyst én gang.",
            en="Try again with the same Idempotency-Key; it then happens at most once.",
        ),
    ),
)
