"""What an attachment is: by its number, name and description, and by its first bytes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.document import Attachment, Document
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.circumstances import Circumstances

_SHOWN: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "application/pdf": "application/pdf",
        "image/png": "image/png",
        "image/jpeg": "image/jpeg",
        "text/csv": None,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "application/zip",
        "application/vnd.oasis.opendocument.spreadsheet": "application/zip",
    }
)
"""What the first bytes of each permitted type show. Other types are the official rules' matter."""

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


def hk_file_01(document: Document, known: Circumstances) -> Iterator[Breach]:
    """Whoever opens another kind of file than was promised takes a risk nobody asked them to."""
    del known
    for attachment in document.attachments:
        declared = attachment.media_type or ""
        is_known = attachment.size is not None and declared in _SHOWN
        if is_known and attachment.looks_like != _SHOWN[declared]:
            yield Breach(
                place=attachment.place,
                term="BT-125",
                expected=declared,
                found=attachment.looks_like,
                fix=Text(
                    nb="Legg ved filen på nytt, med mimeCode for det filen faktisk er.",
                    en="Attach the file again, with the mimeCode of what the file really is.",
                ),
            )
