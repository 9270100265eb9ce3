"""Whose claim it is: another person's claim answers exactly as one that does not exist."""

from contracts.scopes.travel import CLAIM, HANDLE, REGISTER
from service_kit.auth import NotAllowed, Principal
from service_kit.problems import NotFound
from travel_api.storage.claims import ClaimFile, Wanted
from travel_api.use_cases.shell import Shell


def require_own(shell: Shell, principal: Principal, file: ClaimFile) -> None:
    """Let pass a handler, the claimant, and the clerk who registered the claim.

    Raises:
        NotFound: the caller is none of these.
    """
    if HANDLE in principal.scopes:
        return
    if REGISTER in principal.scopes and file.submitted_by == principal.subject:
        return
    own = principal.national_id
    if own is None or CLAIM not in principal.scopes:
        raise NotFound
    if file.claimant_index not in shell.identities.indexes(own):
        raise NotFound


def own_only(shell: Shell, principal: Principal, wanted: Wanted) -> Wanted:
    """Narrow a search to what the caller may see.

    Raises:
        NotAllowed: a citizen's token came without the citizen's own number.
    """
    if HANDLE in principal.scopes:
        return wanted
    if REGISTER in principal.scopes:
        return Wanted(
            claimant=wanted.claimant,
            patient=wanted.patient,
            submitted_by=principal.subject,
            statuses=wanted.statuses,
            number=wanted.number,
        )
    if principal.national_id is None:
        raise NotAllowed
    return Wanted(
        claimant=shell.identities.indexes(principal.national_id),
        patient=wanted.patient,
        statuses=wanted.statuses,
        number=wanted.number,
    )
