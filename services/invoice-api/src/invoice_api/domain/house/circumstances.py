"""What a rule may know besides the document itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoice_api.domain.catalogue.rates import FeeRates
from invoice_api.domain.catalogue.rule import Claimant


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What a case handler attested for one case, and how much of it is used up.

    Attributes:
        number: the attestation's own number, which its form carries.
        case_number: the case it is about.
        expert_name: who did the work.
        finished_on: day the assignment was finished; decides the hourly rate.
        hourly_kroner: the hourly rate it was attested at.
        hours: attested hours of work.
        travel_hours: attested hours of travel, in half-hours begun.
        absence_kroner: attested compensation for absence, always documented.
        outlays_kroner: attested outlays.
        total_kroner: everything attested.
        used_kroner: what other invoices have used of it.
    """

    number: str
    case_number: str
    expert_name: str
    finished_on: date
    hourly_kroner: Decimal
    hours: Decimal
    travel_hours: Decimal
    absence_kroner: Decimal
    outlays_kroner: Decimal
    total_kroner: Decimal
    used_kroner: Decimal


@dataclass(frozen=True, slots=True)
class Earlier:
    """The invoice that already holds a number."""

    invoice_id: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Credited:
    """The invoice that a credit note names, and what other credit notes took of it."""

    payable: Decimal
    already_credited: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What our own archive and the register of enterprises say about the sender.

    Attributes:
        earlier: another invoice of the sender with the same number, not rejected.
        last_account: account digits last paid to, `None` when nothing was paid before.
        attested: attestations of the sender for the cases that the document names.
        enterprise_form: form by Enhetsregisteret, `None` when the register did not answer.
        credited: the invoice that a credit note names, `None` when it is not found.
    """

    earlier: Earlier | None = None
    last_account: str | None = None
    attested: tuple[Attested, ...] = ()
    enterprise_form: str | None = None
    credited: Credited | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Everything a rule may ask for that does not stand in the document.

    Attributes:
        received_on: day the document came.
        claimant: whether it is an expert's fee or a supplier's invoice.
        rates: the dated fee rate.
        archive: what is known of the sender; `None` when nothing was looked up, and then no rule
            may draw a conclusion from what it does not know.
        on_paper: whether it came on paper.
    """

    received_on: date
    claimant: Claimant
    rates: FeeRates
    archive: Archive | None = None
    on_paper: bool = False

    def attested(self, case_number: str | None) -> Attested | None:
        """Return the attestation for a case, if there is one."""
        known = self.archive.attested if self.archive else ()
        return next((row for row in known if row.case_number == case_number), None)
