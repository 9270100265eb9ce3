"""Bodies that the outside systems take and give."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

NationalId = Annotated[str, Field(pattern=r"^[0-9]{11}$")]
Answer = Literal["yes", "no", "unknown"]


class Body(BaseModel):
    """A body whose every field is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Name(Body):
    """A person's name."""

    given: str
    family: str


class Address(Body):
    """Where a person's post goes, and since when."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    moved_on: date


class Person(Body):
    """A person as the population register tells of them."""

    national_id: NationalId
    former_national_ids: tuple[NationalId, ...] = ()
    status: Literal["resident", "emigrated", "deceased", "ceased"] = "resident"
    name: Name
    birth_date: date
    deceased_on: date | None = None
    address_protection: Literal["none", "client", "confidential", "strictly_confidential"] = "none"
    address: Address | None


class Mailbox(Body):
    """A digital mailbox at one of the providers."""

    provider: str
    address: str


class Contact(Body):
    """A person as the contact and reservation register tells of them."""

    national_id: NationalId
    status: Literal["active", "deleted", "not_registered"] = "active"
    reserved: bool = False
    notifiable: bool = True
    language: Literal["nb", "nn", "se", "en"] | None = "nb"
    mailbox: Mailbox | None


class Attendance(Body):
    """What the treatment records know of one person's day."""

    date: date
    attended: Answer = "yes"
    publicly_approved: Answer = "yes"
    level: Literal["primary", "specialist", "unknown"] = "specialist"
