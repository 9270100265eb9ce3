"""Papers that come after a claim: a receipt for an expense of it, or a document."""

from dataclasses import dataclass, replace
from uuid import UUID

from travel_api.domain.claims import TravelRefusal
from travel_api.domain.facts import Evidence, Facts


class UnknownExpense(TravelRefusal):
    """A receipt was sent for an expense, or a document for a journey, that is not in the claim."""

    def __init__(self) -> None:
        super().__init__("The claim has no such expense or journey.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The receipt of one expense."""

    expense: str
    upload_id: UUID | None


def with_paper(facts: Facts, paper: Receipt | Evidence) -> Facts:
    """Return `facts` with one more paper.

    Raises:
        UnknownExpense: it belongs to nothing that was claimed.
    """
    match paper:
        case Receipt(expense=name, upload_id=upload_id):
            if name not in {expense.id for expense in facts.expenses}:
                raise UnknownExpense
            expenses = tuple(
                replace(expense, receipt="yes", receipt_upload_id=upload_id)
                if expense.id == name
                else expense
                for expense in facts.expenses
            )
            return replace(facts, expenses=expenses)
        case Evidence():
            if not set(paper.journeys) <= {journey.id for journey in facts.journeys}:
                raise UnknownExpense
            return replace(facts, evidence=(*facts.evidence, paper))
