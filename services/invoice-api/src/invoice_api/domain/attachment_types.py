"""Whether attachments are what they say they are."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.document import Attachment, Document
from invoice_api.domain.report import Finding, Layer, Severity

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


def mislabelled(document: Document) -> Iterator[Finding]:
    """Yield a finding for each embedded file whose first bytes are not those of its type.

    Whoever opens such a file gets something else than was promised, so a person is asked to send
    it again rather than to open it.
    """
    for attachment in document.attachments:
        declared = attachment.media_type or ""
        known = attachment.size is not None and declared in _SHOWN
        if known and attachment.looks_like != _SHOWN[declared]:
            yield _finding(attachment)


def _finding(attachment: Attachment) -> Finding:
    return Finding(
        rule="XML-ATTACHMENT-TYPE",
        layer=Layer.XML,
        severity=Severity.DEVIATION,
        place=attachment.place,
        term="BT-125",
        expected=attachment.media_type,
        found=attachment.looks_like,
        beyond_source=True,
        text=Text(
            nb="Vedlegget er en annen slags fil enn det oppgir å være.",
            en="The attachment is another kind of file than it says it is.",
        ),
        fix=Text(
            nb="Legg ved filen på nytt, med mimeCode for det filen faktisk er.",
            en="Attach the file again, with the mimeCode of what the file really is.",
        ),
    )
