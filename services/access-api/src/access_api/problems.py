"""The one table of which refusal is answered with which problem."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from access_api.domain import refusals
from service_kit.uploads import UPLOAD_PROBLEMS

PROBLEMS: Final[Mapping[type[Exception], str]] = MappingProxyType(
    {
        **UPLOAD_PROBLEMS,
        refusals.StepNotAllowed: "access-step-not-allowed",
        refusals.CaseNotFound: "not-found",
        refusals.LetterNotFound: "not-found",
        refusals.Shielded: "access-shielded",
        refusals.SelfServiceBlocksOnly: "access-self-service-blocks-only",
        refusals.NotTheirOwn: "not-allowed",
        refusals.CannotAccept: "access-cannot-accept",
        refusals.RegisterCheckPending: "access-register-check-pending",
        refusals.LetterNeedsHands: "access-letter-needs-hands",
        refusals.ReceivedOnImplausible: "access-received-on-implausible",
        refusals.TooManyCodes: "access-too-many-codes",
        refusals.OrderedMeanwhile: "access-ordered-meanwhile",
        refusals.FourEyes: "access-four-eyes",
        refusals.TooManyGuesses: "too-many-requests",
        refusals.UnknownUpload: "access-unknown-upload",
        refusals.NotAReceiver: "access-not-a-receiver",
        refusals.SignatureInvalid: "access-signature-invalid",
        refusals.CursorInvalid: "invalid-input",
        refusals.NotANumber: "invalid-input",
    }
)
"""Slugs of `contracts.problems` by refusal."""
