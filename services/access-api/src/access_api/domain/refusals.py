"""Why something asked of a case is refused. Every text is safe to show."""

from collections.abc import Mapping


class AccessRefusal(Exception):
    """Base of everything this service refuses by a rule."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that the answer carries."""
        return {}


class StepNotAllowed(AccessRefusal):
    """The case's status does not allow this step."""

    def __init__(self, step: str, status: str) -> None:
        super().__init__(f"Cannot {step} a case that is {status}.")


class CaseNotFound(AccessRefusal):
    """There is no such case, or it is not the caller's."""

    def __init__(self) -> None:
        super().__init__("There is no such case here.")


class LetterNotFound(AccessRefusal):
    """There is no such letter."""

    def __init__(self) -> None:
        super().__init__("There is no such letter here.")


class Shielded(AccessRefusal):
    """The person's address is protected, and the caller has no right to such cases."""

    def __init__(self) -> None:
        super().__init__("This case is shielded. Those with access:protected handle it.")


class SelfServiceBlocksOnly(AccessRefusal):
    """Self-service may only block."""

    def __init__(self) -> None:
        super().__init__(
            "Logged-in self-service can only block. A reopening is registered from a signed form."
        )


class NotTheirOwn(AccessRefusal):
    """A citizen asked for somebody else."""

    def __init__(self) -> None:
        super().__init__("Self-service can only block the access of the person logged in.")


class CannotAccept(AccessRefusal):
    """What the population register says rules acceptance out."""

    def __init__(self, ground: str) -> None:
        super().__init__(f"The request cannot be accepted: {ground}.")


class RegisterCheckPending(AccessRefusal):
    """A reopening waits for the population register."""

    def __init__(self) -> None:
        super().__init__("The population register has not answered yet. Only a block can go ahead.")


class LetterNeedsHands(AccessRefusal):
    """The system must not print this letter by itself."""

    def __init__(self, finding: str) -> None:
        super().__init__(f"The letter cannot be printed by the system: {finding}.")


class ReceivedOnImplausible(AccessRefusal):
    """A form cannot have come in on that day."""

    def __init__(self) -> None:
        super().__init__("A form is received today or within the year before, not ahead of time.")
        fault = {
            "location": "body",
            "pointer": "/received_on",
            "code": "implausible",
            "detail": str(self),
        }
        self.extra = {"errors": [fault]}


class TooManyCodes(AccessRefusal):
    """The person has had as many codes as one may have in thirty days."""

    def __init__(self) -> None:
        super().__init__("This person has had three codes in thirty days. No further one is sent.")


class OrderedMeanwhile(AccessRefusal):
    """Another letter with a code was ordered for the same person at the same time."""

    def __init__(self) -> None:
        super().__init__("Another code was ordered for this person at the same moment.")


class FourEyes(AccessRefusal):
    """Whoever worked on the case may not finish its call."""

    def __init__(self) -> None:
        super().__init__("You have worked on this case yourself. A colleague must take the call.")


class TooManyGuesses(AccessRefusal):
    """The agent or the client has had too many wrong codes within an hour."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("Too many codes were wrong within an hour. Wait before the next one.")
        self.retry_after_s = retry_after_s

    @property
    def headers(self) -> Mapping[str, str]:
        """How long to wait."""
        return {"Retry-After": str(self.retry_after_s)}


class UnknownUpload(AccessRefusal):
    """The upload does not exist, has expired, is used or belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__("There is no such upload to use here.")


class NotAReceiver(AccessRefusal):
    """The client is not set up as a receiver of block changes."""

    def __init__(self) -> None:
        super().__init__("This client is not set up to receive block changes.")


class SignatureInvalid(AccessRefusal):
    """A callback without a valid signature."""

    def __init__(self) -> None:
        super().__init__("The signature of the callback is missing, wrong or too old.")


class CursorInvalid(AccessRefusal):
    """A cursor that no page of this list has given."""

    def __init__(self) -> None:
        super().__init__("The cursor does not belong to this list.")
        fault = {"location": "query", "pointer": "/cursor", "code": "cursor", "detail": str(self)}
        self.extra = {"errors": [fault]}


class NotANumber(AccessRefusal):
    """What was sent as an identity number is none here."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(reason)
        fault = {
            "location": "body",
            "pointer": pointer,
            "code": "national_identity_number",
            "detail": reason,
        }
        self.extra = {"errors": [fault]}
