"""The letters in English."""

from types import MappingProxyType
from typing import Final

from access_api.domain.case import Ground
from access_api.domain.completeness import What
from access_api.domain.letter_texts.wording import Labels, Section, Texts, Wording
from access_api.domain.letters import LetterKind

_NOT_YOU: Final = Section(
    "Did you not ask for this?",
    "Then somebody may have written to us in your name. Call Helsenorge on +47 23 32 70 00.",
)
_CODE_IS_DEAD: Final = Section(
    "Have you been sent a code?",
    "A code that we have sent you in this case no longer works.",
)
_NEW_FORM: Final = Section(
    "Do you want to send a new form?",
    "Send it to Helfo, Postboks 2415, 3104 Tønsberg, Norway. Sign it, and enclose a copy of your "
    "passport, driving licence or national ID card. The identification must not have expired.",
)

_CODE: Final = Wording(
    "Code for reopening your access to Helsenorge",
    (
        (
            "We have received a form that asks us to reopen your access to the logged-in services "
            "at Helsenorge. Before we do so, you must confirm by phone that it is you who are "
            "asking."
        ),
        "Call Helsenorge on +47 23 32 70 00. Give the case number and the code below.",
        "Do not show the code to others. We never call or write to you to get it.",
    ),
    (
        Section(
            "When you call",
            points=(
                "You must make the call yourself. Nobody else can do it for you.",
                (
                    "We are handling your form at the same time. If we have not finished when you "
                    "call, we will ask you to call again. The same code then works while it is "
                    "valid."
                ),
                "If the code is no longer valid, you can ask us for a new one. It comes by post.",
            ),
        ),
        Section(
            "Did you not ask for this?",
            "Then somebody may have sent the form in your name. Give the code to nobody, "
            "and call us on +47 23 32 70 00. Your access is blocked until somebody calls "
            "with the code.",
        ),
    ),
)
_BLOCK_REQUESTED: Final = Wording(
    "We have been asked to block your access to Helsenorge",
    (
        (
            "On {day} we were asked, in your name, to block your access to the logged-in services "
            "at Helsenorge. We handle the case as soon as we can, and within 30 days at the "
            "latest."
        ),
        "If it was you who asked, there is nothing for you to do. We will send you an answer.",
    ),
    (_NOT_YOU,),
)
_REOPENING_REQUESTED: Final = Wording(
    "We have been asked to reopen your access to Helsenorge",
    (
        (
            "On {day} we received, in your name, a form about reopening your access to the "
            "logged-in services at Helsenorge. We handle the case as soon as we can, and within 30 "
            "days at the latest."
        ),
        (
            "If it was you who asked, please wait for a letter with a code. It comes by post. Your "
            "access is blocked until you have called us and given the code."
        ),
    ),
    (_NOT_YOU,),
)
_REOPENING_ACCEPTED: Final = Wording(
    "You can now call us to reopen your access to Helsenorge",
    (
        (
            "We have approved the form about reopening your access to the logged-in services at "
            "Helsenorge. What remains is that you confirm by phone."
        ),
        (
            "We send the code by post, in a letter of its own. When you have it, call Helsenorge "
            "yourself on +47 23 32 70 00 and give the case number and the code."
        ),
    ),
    (_NOT_YOU,),
)
_BLOCK_IN_EFFECT: Final = Wording(
    "Your access to Helsenorge is blocked",
    ("From {day} your access to the logged-in services at Helsenorge is blocked.",),
    (
        Section(
            "What the block does",
            "The services at Helsenorge cannot be reached over the internet with your "
            "login. That goes for everyone who tries, including yourself.",
        ),
        Section(
            "What the block does not do",
            points=(
                "Health personnel still see your health information in their own systems.",
                "The block deletes no information.",
                (
                    "The block concerns Helsenorge only. If you think that somebody is misusing "
                    "your BankID, you must also contact your bank."
                ),
            ),
        ),
        Section(
            "Do you want to stop using Helsenorge?",
            "Then you can withdraw your consent. That is another form, “Trekke samtykke "
            "til bruk av Helsenorge”. All your data stored at Helsenorge are then deleted.",
        ),
        Section(
            "Do you want to reopen your access?",
            "Send us a signed form about reopening, with a copy of valid identification, "
            "to Helfo, Postboks 2415, 3104 Tønsberg, Norway. We then send you a code by "
            "post.",
        ),
        _NOT_YOU,
    ),
)
_REOPENED: Final = Wording(
    "Your access to Helsenorge is open again",
    (
        (
            "On {day} we reopened your access to the logged-in services at Helsenorge. The code "
            "from our letter was given by phone, and it cannot be used again."
        ),
    ),
    (
        Section(
            "Was it not you who called?",
            "Call Helsenorge on +47 23 32 70 00 at once, so that we can help you.",
        ),
    ),
)
_FORM_INCOMPLETE: Final = Wording(
    "We cannot handle the form about access to Helsenorge",
    (
        (
            "We have received a form about your access to the logged-in services at Helsenorge. We "
            "cannot handle it. Your access is as before. This must be put right:"
        ),
    ),
    (_NEW_FORM, _NOT_YOU),
)
_REQUEST_REJECTED: Final = Wording(
    "Answer in the case about your access to Helsenorge",
    (
        (
            "We have handled the case about your access to the logged-in services at Helsenorge. "
            "We cannot do what we were asked to do, and your access is as before. The reason is:"
        ),
    ),
    (_CODE_IS_DEAD, _NEW_FORM, _NOT_YOU),
)
_REQUEST_WITHDRAWN: Final = Wording(
    "The case about your access to Helsenorge is closed",
    (
        (
            "We have closed the case with the case number above without doing what we were first "
            "asked to do. The reason is:"
        ),
    ),
    (_CODE_IS_DEAD, _NOT_YOU),
)
_REOPENING_LAPSED: Final = Wording(
    "Your access to Helsenorge is still blocked",
    (
        (
            "We sent you a code for reopening your access to the logged-in services at Helsenorge. "
            "The code was not used in time. We have closed the case, and your access is still "
            "blocked."
        ),
    ),
    (_NEW_FORM, _NOT_YOU),
)

EN: Final = Texts(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    date_shape="{day} {month} {year}",
    labels=Labels(
        written_on="Date",
        case_number="Case number",
        code="Code",
        valid_through="The code is valid up to and including {day}. It works once.",
        sign_off="Yours sincerely",
        contact="Helfo, Postboks 2415, 3104 Tønsberg, Norway · Helsenorge, phone +47 23 32 70 00",
    ),
    code_letter=_CODE,
    letters=MappingProxyType(
        {
            LetterKind.BLOCK_REQUESTED: _BLOCK_REQUESTED,
            LetterKind.REOPENING_REQUESTED: _REOPENING_REQUESTED,
            LetterKind.REOPENING_ACCEPTED: _REOPENING_ACCEPTED,
            LetterKind.BLOCK_IN_EFFECT: _BLOCK_IN_EFFECT,
            LetterKind.REOPENED: _REOPENED,
            LetterKind.FORM_INCOMPLETE: _FORM_INCOMPLETE,
            LetterKind.REQUEST_REJECTED: _REQUEST_REJECTED,
            LetterKind.REQUEST_WITHDRAWN: _REQUEST_WITHDRAWN,
            LetterKind.REOPENING_LAPSED: _REOPENING_LAPSED,
        }
    ),
    missing=MappingProxyType(
        {
            What.CHOICE: "Tick either block or reopen, and only one of them.",
            What.NAME: "Write your name.",
            What.NATIONAL_IDENTITY_NUMBER: "Write your national identity number.",
            What.VALID_NATIONAL_IDENTITY_NUMBER: "The national identity number is invalid.",
            What.IDENTIFICATION: "Enclose a copy of passport, driving licence or national ID card.",
            What.IDENTIFICATION_EXPIRY: "We must be able to read when your identification expires.",
            What.IDENTIFICATION_COPY: "The copy of your identification is missing.",
            What.UNEXPIRED_IDENTIFICATION: "Your identification has expired.",
            What.SIGNATURE: "Sign the form.",
            What.SIGNATURE_PLACE: "Write the place where you signed.",
            What.SIGNATURE_DATE: "Write the date on which you signed.",
            What.SIGNATURE_DATE_NOT_AHEAD: "The signature is dated after we received the form.",
        }
    ),
    grounds=MappingProxyType(
        {
            Ground.NOT_BLOCKED: "Your access is not blocked, so it cannot be reopened.",
            Ground.IDENTIFICATION_NOT_ACCEPTED: "We cannot accept the identification.",
            Ground.IDENTIFICATION_EXPIRED: "Your identification has expired.",
            Ground.DETAILS_INCORRECT: "Details in the form are not correct.",
            Ground.SIGNATURE_NOT_ACCEPTED: "We cannot accept the signature.",
            Ground.TOO_YOUNG: "The person concerned is too young to have their own login.",
            Ground.NOT_THE_PERSON: "We cannot see that you have asked for this yourself.",
            Ground.DECEASED: "The person concerned is dead.",
            Ground.NEW_BLOCK: "We have since been asked to block your access.",
            Ground.SAME_PERSON: "We have another case about the same thing that also concerns you.",
            Ground.ON_REQUEST: "We have been asked to withdraw the case.",
        }
    ),
)
"""All letters in English."""
