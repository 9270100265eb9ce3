"""What an attachment is, by its number, name and description."""

import re
from collections.abc import Iterable
from typing import Final

from invoice_api.domain.document import Attachment, Document

_FORM: Final = re.compile(r"attest", re.IGNORECASE)
_BOOKING: Final = re.compile(r"bestilling|booking|reservasjon|ordrebekreft", re.IGNORECASE)
_DEDUCTION: Final = re.compile(r"lønnstrekk|trekk i lønn|fravær", re.IGNORECASE)


def words_of(attachment: Attachment) -> str:
    """Return everything an attachment is called by."""
    given = (attachment.attachment_id, attachment.filename, attachment.description)
    return " ".join(text for text in given if text)


def is_form(attachment: Attachment, numbers: Iterable[str] = ()) -> bool:
    """Tell whether it is an attestation form: it carries one of `numbers`, or says so itself."""
    words = words_of(attachment).casefold()
    return bool(_FORM.search(words)) or any(number.casefold() in words for number in numbers)


def has_form(document: Document, numbers: Iterable[str] = ()) -> bool:
    """Tell whether an attestation form is embedded in the document."""
    known = tuple(numbers)
    return any(a.size is not None and is_form(a, known) for a in document.attachments)


def is_booking(attachment: Attachment) -> bool:
    """Tell whether it calls itself a booking or an order."""
    return bool(_BOOKING.search(words_of(attachment)))


def documents_absence(attachment: Attachment) -> bool:
    """Tell whether it calls itself proof of absence or of a deduction in salary."""
    return attachment.size is not None and bool(_DEDUCTION.search(words_of(attachment)))


def possible_receipts(document: Document) -> tuple[Attachment, ...]:
    """Return the embedded attachments that may be receipts: neither form nor booking."""
    return tuple(
        attachment
        for attachment in document.attachments
        if attachment.size is not None and not is_form(attachment) and not is_booking(attachment)
    )
