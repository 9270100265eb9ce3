"""Wire models of looking at an identification."""

from access_api.domain.identification import ViewReason
from service_kit.wire import Request


class IdentificationViewIn(Request):
    """Why the copy is opened."""

    reason: ViewReason
