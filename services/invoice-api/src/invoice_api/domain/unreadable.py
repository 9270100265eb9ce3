"""Why a document cannot be read at all. Nothing is stored of what is unreadable."""

from typing import Final


class Unreadable(Exception):
    """The body is no document that rules could be asked about. Its text quotes nothing of it."""

    reason: str = ""

    def __init__(self) -> None:
        super().__init__(self.reason)


class NotXml(Unreadable):
    """The body is not well-formed XML."""

    reason = "The body is not well-formed XML in an encoding that is understood."


class DoctypeRefused(Unreadable):
    """The body declares a document type, which is how entities get in."""

    reason = "A document type declaration (DOCTYPE) is not accepted."


class TooDeep(Unreadable):
    """Elements are nested deeper than any invoice nests them."""

    reason = "The elements are nested too deeply."


class TooLarge(Unreadable):
    """The body is larger than the limit."""

    reason = "The document is larger than the limit."


class NotAnInvoice(Unreadable):
    """The XML is neither a UBL invoice nor a UBL credit note, wrapped or bare."""

    reason = "The document is neither a UBL 2 Invoice nor a UBL 2 CreditNote."


REASONS: Final = {kind.__name__: kind for kind in Unreadable.__subclasses__()}
"""Every reason by its name, for those who must carry one between processes."""
