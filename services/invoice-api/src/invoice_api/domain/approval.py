"""Whether a line by line approval may stand, and what it attests."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from invoice_api.domain.assignment import (
    Approval,
    ApprovedEntry,
    ApprovedOutlay,
    Entry,
    EntryKind,
    Outlay,
    Submission,
    hours,
)
from invoice_api.domain.catalogue.rates import FeeRates, payable_travel_hours
from invoice_api.domain.house.circumstances import Attested
from invoice_api.domain.house.lines import is_never_paid
from invoice_api.domain.house.receipts import missing_facts

_ORE: Final = Decimal("0.01")


class ApprovalNotPossible(Exception):
    """The approval approves what cannot be paid, or leaves a cut without its reason."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("The approval cannot stand: " + "; ".join(faults) + ".")


class RateNotConfirmed(Exception):
    """No confirmed hourly rate is known for the day the assignment was finished."""

    def __init__(self) -> None:
        super().__init__(
            "No confirmed hourly rate is known for the day the assignment was finished. State the "
            "rate and where it is from."
        )


def check_approval(submission: Submission, approval: Approval) -> None:
    """Let an approval through that answers every line and approves only what can be paid.

    Raises:
        ApprovalNotPossible: naming each line that is wrong, by its number.
    """
    if (len(approval.entries), len(approval.outlays)) != (
        len(submission.entries),
        len(submission.outlays),
    ):
        raise ApprovalNotPossible(("answer every entry and every outlay, in order",))
    faults = (
        *_entry_faults(submission.entries, approval.entries),
        *_outlay_faults(submission.outlays, approval.outlays),
    )
    if faults:
        raise ApprovalNotPossible(faults)


def _entry_faults(entries: tuple[Entry, ...], approved: tuple[ApprovedEntry, ...]) -> Iterator[str]:
    for number, (entry, answer) in enumerate(zip(entries, approved, strict=True), 1):
        asked = entry.deduction or 0
        if answer.minutes > entry.minutes or answer.deduction > asked:
            yield f"entry {number} approves more than was asked"
        if (answer.minutes < entry.minutes or answer.deduction < asked) and not answer.reason:
            yield f"entry {number} is cut without a reason"
        if answer.deduction and entry.proof_upload_id is None:
            yield f"entry {number} pays absence without proof of the deduction (HK-ABSENCE-01)"


def _outlay_faults(
    outlays: tuple[Outlay, ...], approved: tuple[ApprovedOutlay, ...]
) -> Iterator[str]:
    for number, (outlay, answer) in enumerate(zip(outlays, approved, strict=True), 1):
        if answer.amount > outlay.amount:
            yield f"outlay {number} approves more than was asked"
        if answer.amount < outlay.amount and not answer.reason:
            yield f"outlay {number} is cut without a reason"
        if answer.amount:
            yield from (f"outlay {number} {fault}" for fault in unpayable(outlay))


def unpayable(outlay: Outlay) -> Iterator[str]:
    """Yield why an outlay cannot be paid as it is."""
    if is_never_paid(outlay.what):
        yield "is of a kind that is never paid (HK-OUT-04)"
    if outlay.receipt_upload_id is None:
        yield "has no receipt (HK-OUT-01)"
    missing = missing_facts(outlay.receipt)
    if missing:
        yield f"has a receipt that does not show {', '.join(missing)} (HK-OUT-02)"


def attest(
    submission: Submission,
    approval: Approval,
    *,
    number: str,
    rates: FeeRates,
    stated_rate: Decimal | None,
) -> Attested:
    """Return what is attested: hours, half-hours begun of travel, absence, outlays, and their sum.

    Args:
        submission: what the expert sent.
        approval: what the case handler approved of it.
        number: the attestation's number.
        rates: the dated hourly rate.
        stated_rate: the rate a person vouches for, where none is confirmed.

    Raises:
        RateNotConfirmed: no confirmed rate is known for the day, and none is stated.
    """
    known = rates.on(submission.delivered_on)
    rate = known.kroner if known else stated_rate
    if rate is None:
        raise RateNotConfirmed
    worked = hours(_minutes(submission, approval, EntryKind.WORK))
    travelled = sum(
        (payable_travel_hours(m) for m in _minutes(submission, approval, EntryKind.TRAVEL)),
        Decimal(0),
    )
    absence = Decimal(sum(entry.deduction for entry in approval.entries)).scaleb(-2)
    outlays = Decimal(sum(outlay.amount for outlay in approval.outlays)).scaleb(-2)
    return Attested(
        number=number,
        case_number=submission.case_number,
        expert_name=submission.expert_name,
        finished_on=submission.delivered_on,
        hourly_kroner=rate,
        hours=worked,
        travel_hours=travelled,
        absence_kroner=absence,
        outlays_kroner=outlays,
        total_kroner=((worked + travelled) * rate).quantize(_ORE, ROUND_HALF_UP)
        + absence
        + outlays,
        used_kroner=Decimal(0),
    )


def worth(hours_paid: Decimal, rate: Decimal) -> Decimal:
    """Return what hours come to at a rate, as one line of an invoice states it."""
    return (hours_paid * rate).quantize(_ORE, ROUND_HALF_UP)


def _minutes(submission: Submission, approval: Approval, kind: EntryKind) -> list[int]:
    pairs = zip(submission.entries, approval.entries, strict=True)
    return [answer.minutes for entry, answer in pairs if entry.kind is kind]
