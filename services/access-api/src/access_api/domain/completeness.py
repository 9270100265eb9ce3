"""Whether a form can be handled, and everything that it lacks, named at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from access_api.domain.case import Channel, Kind


class IdentificationKind(StrEnum):
    """Identification that the form accepts: pass, førerkort, nasjonalt ID-kort."""

    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    NATIONAL_ID_CARD = "national_id_card"


class What(StrEnum):
    """What a form can lack."""

    CHOICE = "choice"
    NAME = "name"
    NATIONAL_IDENTITY_NUMBER = "national_identity_number"
    VALID_NATIONAL_IDENTITY_NUMBER = "valid_national_identity_number"
    IDENTIFICATION = "identification"
    IDENTIFICATION_EXPIRY = "identification_expiry"
    IDENTIFICATION_COPY = "identification_copy"
    UNEXPIRED_IDENTIFICATION = "unexpired_identification"
    SIGNATURE = "signature"
    SIGNATURE_PLACE = "signature_place"
    SIGNATURE_DATE = "signature_date"
    SIGNATURE_DATE_NOT_AHEAD = "signature_date_not_ahead"


@dataclass(frozen=True, slots=True)
class Identification:
    """What the form says of the enclosed identification."""

    kind: IdentificationKind | None
    expires_on: date | None
    has_copy: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """Where and when the form was signed."""

    place: str
    signed_on: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A request as it came in; what was left open is empty or none."""

    kind: Kind
    channel: Channel
    name: str
    has_number: bool
    number_is_valid: bool
    identification: Identification | None
    signature: Signature | None
    received_on: date


def missing(form: Form) -> tuple[What, ...]:
    """Return everything that keeps `form` from being handled, in the form's own order.

    A login stands for name, identification and signature, so self-service lacks none of them.
    """
    return tuple(_missing(form))


def _missing(form: Form) -> Iterable[What]:
    if form.kind is Kind.UNCLEAR:
        yield What.CHOICE
    if form.channel is Channel.SELF_SERVICE:
        return
    if not form.name.strip():
        yield What.NAME
    if not form.has_number:
        yield What.NATIONAL_IDENTITY_NUMBER
    elif not form.number_is_valid:
        yield What.VALID_NATIONAL_IDENTITY_NUMBER
    yield from _of_identification(form.identification, form.received_on)
    yield from _of_signature(form.signature, form.received_on)


def _of_identification(shown: Identification | None, received_on: date) -> Iterable[What]:
    if shown is None or shown.kind is None:
        yield What.IDENTIFICATION
    if shown is None:
        return
    if not shown.has_copy:
        yield What.IDENTIFICATION_COPY
    if shown.expires_on is None:
        yield What.IDENTIFICATION_EXPIRY
    elif shown.expires_on < received_on:
        yield What.UNEXPIRED_IDENTIFICATION


def _of_signature(signature: Signature | None, received_on: date) -> Iterable[What]:
    if signature is None:
        yield What.SIGNATURE
        return
    if not signature.place.strip():
        yield What.SIGNATURE_PLACE
    if signature.signed_on is None:
        yield What.SIGNATURE_DATE
    elif signature.signed_on > received_on:
        yield What.SIGNATURE_DATE_NOT_AHEAD
