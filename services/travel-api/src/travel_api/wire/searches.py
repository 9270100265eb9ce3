"""Bodies of searches for claims."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber
from service_kit.wire import NationalId, Request, Response, WholeNumber
from travel_api.domain.claims import ClaimStatus
from travel_api.domain.submissions import NotAnIdentityNumberHere
from travel_api.storage.claims import ClaimFile, Wanted
from travel_api.storage.identities import Identities
from travel_api.storage.paging import cursor_after
from travel_api.wire.claims import ClaimSummary, claim_summary


class ClaimSearch(Request):
    """Which claims to look for. A citizen sees only own claims whatever is asked."""

    patient: Annotated[
        NationalId | None, Field(description="Only claims about this patient's travel")
    ] = None
    claimant: Annotated[NationalId | None, Field(description="Only claims of this person")] = None
    number: Annotated[
        str | None, Field(pattern=r"^PR-[0-9]{4}-[0-9]{6,9}$", description="The case number")
    ] = None
    statuses: Annotated[tuple[ClaimStatus, ...], Field(max_length=10)] = ()
    limit: Annotated[
        WholeNumber, Field(ge=1, le=100, json_schema_extra={"minimum": 1, "maximum": 100})
    ] = 20
    cursor: Annotated[str | None, Field(max_length=200)] = None


class ClaimPage(Response):
    """One page of claims, newest first."""

    items: Sequence[ClaimSummary]
    next_cursor: str | None


def wanted_by(body: ClaimSearch, identities: Identities) -> Wanted:
    """Return the search as the use case takes it.

    Raises:
        NotAnIdentityNumberHere: a number does not pass its checks.
    """
    return Wanted(
        claimant=_indexes(body.claimant, "/claimant", identities),
        patient=_indexes(body.patient, "/patient", identities),
        statuses=frozenset(body.statuses) or None,
        number=body.number,
    )


def filter_text(body: ClaimSearch) -> str:
    """Return what a cursor of this search is bound to."""
    return body.model_dump_json(exclude={"limit", "cursor"})


def page_out(files: Sequence[ClaimFile], body: ClaimSearch) -> ClaimPage:
    """Return a page. One claim more than the limit tells that there is another page."""
    shown = files[: body.limit]
    more = len(files) > body.limit
    return ClaimPage(
        items=[claim_summary(file) for file in shown],
        next_cursor=cursor_after(shown[-1], filter_text(body)) if more else None,
    )


def _indexes(text: str | None, pointer: str, identities: Identities) -> list[bytes] | None:
    if text is None:
        return None
    try:
        number = NationalIdentityNumber.parse(text, allow_synthetic=identities.allow_synthetic)
    except NotAnIdentityNumber:
        raise NotAnIdentityNumberHere(pointer) from None
    return identities.indexes(number)
