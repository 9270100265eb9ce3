"""Whether a document claims an expert's fee or is a supplier's."""

from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Document
from invoice_api.domain.house.attachments import has_form
from invoice_api.domain.house.references import is_expert_reference


def claimant_of(document: Document, *, has_open_assignment: bool) -> Claimant:
    """Return who claims: an expert by the reference, by an open assignment, or by the form.

    An expert by assignment or form only is still an expert, and breaks HK-REF-02.
    """
    by_reference = is_expert_reference(document.buyer_reference)
    if by_reference or has_open_assignment or has_form(document):
        return Claimant.EXPERT
    return Claimant.SUPPLIER
