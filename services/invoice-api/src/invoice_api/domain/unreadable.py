"""Why a document cannot be read at all. Nothing is stored of what is unreadable."""

from typing import Final


class Unreadable(Exception):
    """The body is no document that rules could be asked about. Its text quotes nothing of it."""

    reason: str = ""
    code: str = ""

    def __init__(self) -> None:
        super().__init__(self.reason)
        self.extra = {
            "errors": [
                {"location": "body", "pointer": "", "code": self.code, "detail": self.reason}
            ]
        }


class NotXml(Unreadable):
    """The body is not well-formed XML."""

    code = "not_xml"
    reason = "The body is not well-formed XML in an encoding that is understood."


class DoctypeRefused(Unreadable):
    """The body declares a document type, which is how entities get in."""

    code = "doctype_refused"
    reason = "A document type declaration (DOCTYPE) is not accepted."


class TooDeep(Unreadable):
    """Elements are nested deeper than any invoice nests them."""

    code = "too_deep"
    reason = "The elements are nested too deeply."


class TooLarge(Unreadable):
    """The body is larger than the limit."""

    code = "too_large"
    reason = "The document is larger than the limit."


class NotAnInvoice(Unreadable):
    """The XML is neither a UBL invoice nor a UBL credit note, wrapped or bare."""

    code = "not_an_invoice"
    reason = "The document is neither a UBL 2 Invoice nor a UBL 2 CreditNote."


REASONS: Final = {kind.__name__: kind for kind in Unreadable.__subclasses__()}
"""Every reason by its name, for those who must carry one between processes."""
