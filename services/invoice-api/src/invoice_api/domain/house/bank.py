"""The account to pay to, and the payment reference (HK-BANK)."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum import iban, luhn
from stdnum.no import kontonr

from contracts.vocabulary import Text
from invoice_api.domain.document import Document
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.circumstances import Circumstances

_KID: Final = re.compile(r"[0-9]{1,24}[0-9-]")
_NORWEGIAN_IBAN: Final = re.compile(r"NO[0-9]{13}")
_ANY_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")


def account_digits(account: str) -> str:
    """Return an account as it is compared: without blanks and dots, a Norwegian IBAN as BBAN.

    >>> account_digits("8601 11 17947"), account_digits("NO93 8601 1117 947")
    ('86011117947', '86011117947')
    """
    plain = re.sub(r"[\s.]", "", account).upper()
    return plain[4:] if _NORWEGIAN_IBAN.fullmatch(plain) else plain


def accounts(document: Document) -> tuple[str, ...]:
    """Return every account the document asks to be paid to, as compared, each once."""
    given = (means.account for means in document.payment_means)
    return tuple(dict.fromkeys(account_digits(account) for account in given if account))


def is_account(account: str) -> bool:
    """Tell whether an account keeps its check digits, Norwegian or foreign.

    >>> is_account("8601 11 17947"), is_account("8601 11 17948"), is_account("NO9386011117947")
    (True, False, True)
    """
    plain = re.sub(r"[\s.]", "", account).upper()
    if _ANY_IBAN.fullmatch(plain):
        return bool(iban.is_valid(plain)) and (
            not plain.startswith("NO") or bool(kontonr.is_valid(plain[4:]))
        )
    return bool(kontonr.is_valid(plain))


def is_kid(kid: str) -> bool:
    """Tell whether a payment reference has 2 to 25 digits and a check digit of modulus 10 or 11.

    >>> is_kid("2345676"), is_kid("12345678903"), is_kid("2345677"), is_kid("1")
    (True, True, False, False)
    """
    if not _KID.fullmatch(kid):
        return False
    by_ten = kid.isdigit() and bool(luhn.is_valid(kid))
    return by_ten or kid[-1] == _check_by_eleven(kid[:-1])


def _check_by_eleven(digits: str) -> str:
    weighted = sum((2 + place % 6) * int(digit) for place, digit in enumerate(reversed(digits)))
    check = -weighted % 11
    return "-" if check == len("0123456789") else str(check)


def hk_bank_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """An account is stated, and account and KID keep their check digits."""
    if not accounts(document):
        yield Breach(
            place=document.at("payment_means"),
            term="BT-84",
            fix=Text(
                nb="Skriv kontonummeret i <cac:PayeeFinancialAccount><cbc:ID>.",
                en="Write the account number in <cac:PayeeFinancialAccount><cbc:ID>.",
            ),
        )
    for means in document.payment_means:
        if means.account and not is_account(means.account):
            yield Breach(
                place=means.at("account"),
                term="BT-84",
                fix=Text(
                    nb="Kontroller kontonummeret: kontrollsifferet stemmer ikke.",
                    en="Check the account number: its check digit is wrong.",
                ),
            )
        if means.kid and not is_kid("".join(means.kid.split())):
            yield Breach(
                place=means.at("kid"),
                term="BT-83",
                fix=Text(
                    nb="Kontroller KID: kontrollsifferet stemmer ikke. Har du ikke KID, utelat "
                    "<cbc:PaymentID>.",
                    en="Check KID: its check digit is wrong. If you have no KID, leave out "
                    "<cbc:PaymentID>.",
                ),
            )


def hk_bank_02(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """The account is the one last paid to."""
    last = circumstances.archive.last_account if circumstances.archive else None
    if last is None or all(account == last for account in accounts(document)):
        return
    yield Breach(
        place=document.at("payment_means"),
        term="BT-84",
        fix=Text(
            nb="Du trenger ikke gjøre noe. Vi kontrollerer den nye kontoen før vi betaler.",
            en="You need do nothing. We check the new account before we pay.",
        ),
    )
