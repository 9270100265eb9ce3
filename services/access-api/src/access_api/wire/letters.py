"""Word of letters: from the print provider, and of envelopes that came back by hand."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from access_api.use_cases.letter_news import News, PrinterNews
from service_kit.wire import Request, Response


class LetterReturnIn(Request):
    """An envelope that came back. Its letter id stands on it as a bar code."""

    letter_id: UUID
    reason: Literal["moved", "unknown_addressee", "unclaimed"]


class PrintCallbackIn(BaseModel):
    """What the print provider tells of a letter. Members it may add later are not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    letter_id: UUID
    status: News
    at: datetime
    reason: Literal["moved", "unknown_addressee", "unclaimed"] | None = None

    def news(self) -> PrinterNews:
        """Return the message as the use case takes it."""
        return PrinterNews(self.letter_id, self.status, self.reason)


class PrintCallbackOut(Response):
    """The message was taken in, now or before."""

    letter_id: UUID
