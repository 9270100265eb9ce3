"""What a client does, with the generated Python client; `stage.py` says who takes part."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from helsesak_client import AuthenticatedClient, Client
from helsesak_client.api.assessments import assess_travel
from helsesak_client.api.assignments import approve_assignment, submit_assignment
from helsesak_client.api.claims import get_claim, search_claims, submit_claim
from helsesak_client.api.decisions import get_decision_letter, list_claim_decisions
from helsesak_client.api.invoices import get_invoice, submit_invoice
from helsesak_client.api.papers import (
    download_claim_document,
    list_claim_documents,
    upload_travel_document,
)
from helsesak_client.models import (
    Amount,
    ApprovalIn,
    ApprovedEntryIn,
    AssessmentOut,
    AssignmentOut,
    BornOnDay,
    ClaimantIn,
    ClaimIn,
    ClaimOut,
    ClaimPage,
    ClaimSearch,
    DecisionList,
    DocumentList,
    EntryIn,
    Evidence,
    Facts,
    FareUnknown,
    InvoiceOut,
    Journey,
    Leg,
    Patient,
    PatientIn,
    Problem,
    SubmissionIn,
    TravelClaimant,
    Treatment,
    Upload,
    ValidationProblem,
)
from helsesak_client.types import File, Response

T = TypeVar("T")
PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PATIENCE_S: Final = 120
STEPS: list[str] = []


def told(kind: type[T], answer: Response[Any], status: int = 200) -> T:
    """Return what was answered, of the type that the document gives it under `status`."""
    if answer.status_code != status or not isinstance(answer.parsed, kind):
        raise AssertionError(f"{answer.status_code}: {answer.content[:1000]!r}")
    return answer.parsed


def until(ask: Callable[[], T | None]) -> T:
    """Ask again until there is an answer."""
    end = time.monotonic() + PATIENCE_S
    while (answer := ask()) is None:
        assert time.monotonic() < end, "Waited in vain."
        time.sleep(0.2)
    return answer


def key() -> str:
    """Return a new idempotency key."""
    return str(uuid4())


def journey(name: str, day: date, fare: Amount | FareUnknown) -> Journey:
    """Return a journey of 120 km by car."""
    return Journey(
        id=name,
        started_on=day,
        completed_on=day,
        cheapest_public_fare=fare,
        local_minimum_fare=Amount("amount", "46.00"),
        legs=[Leg(id="l1", mode="car", distance_km="120.0")],
    )


TREATMENT: Final = Treatment(level="specialist", publicly_approved="yes", choice="own_region")
FARE: Final = Amount("amount", "260.00")


def asks_what_a_journey_is_paid(client: Client, day: date) -> None:
    """Nobody logs in; amounts are strings, and a fare that is unknown is asked for."""
    patient = Patient(age=BornOnDay("born_on", date(1980, 5, 17)))

    def assessed(fare: Amount | FareUnknown) -> AssessmentOut:
        legs = [journey("there", day, fare)]
        facts = Facts(TravelClaimant("patient"), patient, TREATMENT, legs)
        return told(AssessmentOut, assess_travel.sync_detailed(client=client, body=facts))

    known, unknown = assessed(FARE), assessed(FareUnknown("unknown"))
    paid = sum(Decimal(line.amount) for line in known.lines if line.effect != "informs")
    assert paid == Decimal(known.payable) > 0
    assert unknown.missing
    STEPS.append("assessed")


def sends_claims(client: AuthenticatedClient, person: str, day: date) -> None:
    """A claim is decided; sent again under its key it is the same; lists go on by cursor."""
    claimant, patient = ClaimantIn("patient", person), PatientIn(person)
    trips = [journey(name, day, FARE) for name in ("there", "back")]
    claim = ClaimIn(claimant, patient, TREATMENT, trips)
    once = key()
    sent, again = (
        told(
            ClaimOut,
            submit_claim.sync_detailed(client=client, body=body, idempotency_key=once),
            201,
        )
        for body in (claim, claim)
    )
    assert sent.claim_id == again.claim_id
    other = ClaimIn(claimant, patient, TREATMENT, trips[:1])
    answer = submit_claim.sync_detailed(client=client, body=other, idempotency_key=once)
    assert "key" in told(ValidationProblem, answer, 422).detail.lower()
    reads_the_decision(client, sent.claim_id)
    second = sends_a_paper(client, other)
    pages_through_claims(client, [second, sent.claim_id])


def reads_the_decision(client: AuthenticatedClient, claim_id: UUID) -> None:
    """The registers answer, then there is a decision, and a letter as PDF."""

    def decided() -> ClaimOut | None:
        now = told(ClaimOut, get_claim.sync_detailed(claim_id, client=client))
        return now if now.status == "decided" else None

    claim = until(decided)
    assert claim.received_at.tzinfo is not None
    assert claim.received_at <= datetime.now(UTC)
    answer = list_claim_decisions.sync_detailed(claim_id, client=client)
    (decision,) = told(DecisionList, answer).items
    assert Decimal(decision.payable) == Decimal("426.00")
    assert decision.complain_before > decision.notified_on
    letter = told(File, get_decision_letter.sync_detailed(claim_id, decision.no, client=client))
    assert letter.payload.read(5) == b"%PDF-"
    STEPS.append("decided")


def pages_through_claims(client: AuthenticatedClient, claim_ids: list[UUID]) -> None:
    """Each page leads to the next, newest first, and the last leads nowhere."""
    found: list[UUID] = []
    search = ClaimSearch(limit=1)
    while True:
        page = told(ClaimPage, search_claims.sync_detailed(client=client, body=search))
        found += [claim.claim_id for claim in page.items]
        if page.next_cursor is None:
            break
        search = ClaimSearch(limit=1, cursor=page.next_cursor)
    assert found == claim_ids
    STEPS.append("paged")


def sends_a_paper(client: AuthenticatedClient, claim: ClaimIn) -> UUID:
    """A file goes up as bytes with its media type and comes down again; not every type may."""
    text = File(BytesIO(b"hello"), mime_type="text/plain")
    answer = upload_travel_document.sync_detailed(client=client, body=text, idempotency_key=key())
    assert told(Problem, answer, 415).type_.endswith("/problems/unsupported-media-type")
    file = File(BytesIO(PDF), mime_type="application/pdf")
    answer = upload_travel_document.sync_detailed(client=client, body=file, idempotency_key=key())
    upload = told(Upload, answer, 201)
    claim.evidence = [
        Evidence("attendance_confirmation", "treatment_centre", upload_id=upload.upload_id)
    ]
    sent = submit_claim.sync_detailed(client=client, body=claim, idempotency_key=key())
    claim_id = told(ClaimOut, sent, 201).claim_id
    listed = list_claim_documents.sync_detailed(claim_id, client=client)
    (document,) = told(DocumentList, listed).items
    got = download_claim_document.sync_detailed(claim_id, document.document_id, client=client)
    assert told(File, got).payload.read() == PDF
    STEPS.append("uploaded")
    return claim_id


def meets_refusals(client: AuthenticatedClient, person: str, day: date) -> None:
    """Problems are typed: what is not there, what is not written right, and where."""
    answer = get_claim.sync_detailed(uuid4(), client=client)
    missing = told(Problem, answer, 404)
    assert (missing.status, missing.type_.rpartition("/")[2]) == (404, "not-found")
    trip = journey("there", day, Amount("amount", "260"))
    claim = ClaimIn(ClaimantIn("patient", person), PatientIn(person), TREATMENT, [trip])
    answer = submit_claim.sync_detailed(client=client, body=claim, idempotency_key=key())
    (error, *_) = told(ValidationProblem, answer, 422).errors
    assert error.pointer.startswith("/journeys/0/cheapest_public_fare"), error
    assert person not in answer.content.decode()
    STEPS.append("refused")


def is_not_let_in(stranger: AuthenticatedClient) -> None:
    """A token that nobody issued opens nothing."""
    told(Problem, get_claim.sync_detailed(uuid4(), client=stranger), 401)
    STEPS.append("not let in")


def sends_an_invoice(seller: AuthenticatedClient, document: bytes) -> None:
    """An electronic invoice goes as it is and gets a report."""
    file = File(BytesIO(document), mime_type="application/xml")
    answer = submit_invoice.sync_detailed(client=seller, body=file, idempotency_key=key())
    received = told(InvoiceOut, answer, 201)

    def checked() -> InvoiceOut | None:
        now = told(InvoiceOut, get_invoice.sync_detailed(received.invoice_id, client=seller))
        return now if now.report else None

    invoice = until(checked)
    assert invoice.report is not None
    assert invoice.report.verdict == "valid"
    assert invoice.payable is not None
    assert Decimal(invoice.payable) > 0
    STEPS.append("invoiced")


def approves_what_it_has_seen(
    seller: AuthenticatedClient, handler: AuthenticatedClient, case_number: str
) -> None:
    """A version that is no longer the newest is refused, the newest is taken."""
    day = date(2024, 11, 28)
    delivered = SubmissionIn(
        case_number=case_number,
        expert_name="Sigrid Granlund",
        delivered_by="digital_mailbox",
        delivered_on=date(2024, 11, 29),
        deliverable="Sakkyndig erklæring",
        entries=[EntryIn(kind="work", day=day, minutes=180)],
    )
    answer = submit_assignment.sync_detailed(client=seller, body=delivered, idempotency_key=key())
    assignment = told(AssignmentOut, answer, 201)

    def approved(version: int) -> Response[Any]:
        return approve_assignment.sync_detailed(
            assignment.assignment_id,
            client=handler,
            body=ApprovalIn(entries=[ApprovedEntryIn(minutes=180)]),
            if_match=f'"{version}"',
            idempotency_key=key(),
        )

    told(Problem, approved(assignment.version + 7), 412)
    after = told(AssignmentOut, approved(assignment.version), 201)
    assert (after.status, after.version) == ("approved", assignment.version + 1)
    STEPS.append("approved")


def main() -> None:
    """Play everything."""
    given = json.load(sys.stdin)
    url, person = given["gateway"], given["national_id"]
    day = date.fromisoformat(given["travelled_on"])
    citizen, seller, handler = (
        AuthenticatedClient(base_url=url, token=given[who])
        for who in ("citizen", "seller", "handler")
    )
    with Client(base_url=url) as anybody, citizen, seller, handler:
        asks_what_a_journey_is_paid(anybody, day)
        sends_claims(citizen, person, day)
        meets_refusals(citizen, person, day)
        sends_an_invoice(seller, given["invoice"].encode())
        approves_what_it_has_seen(seller, handler, given["case_number"])
    is_not_let_in(AuthenticatedClient(base_url=url, token=key()))
    print(f"Python client: {', '.join(STEPS)}")


if __name__ == "__main__":
    main()
