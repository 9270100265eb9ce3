"""Hours, prices and sums of lines (HK-LINE, HK-RATE, HK-TRAVEL, HK-ABSENCE, HK-RECORD)."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.rates import record_copy_price
from invoice_api.domain.catalogue.rule import Weight
from invoice_api.domain.document import Document, Line
from invoice_api.domain.house import cases
from invoice_api.domain.house.attachments import documents_absence
from invoice_api.domain.house.breach import Breach, kroner, written
from invoice_api.domain.house.circumstances import Circumstances
from invoice_api.domain.house.heading import delivered_on
from invoice_api.domain.house.lines import Purpose, price_of_one, with_purpose

_SLACK: Final = Decimal("0.02")
"""What rounding may make of a line's sum; the official rule PEPPOL-EN16931-R120 allows as much."""

_HALF_HOUR: Final = Decimal("0.5")
_ORE: Final = Decimal("0.01")


def hk_line_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """A line's sum is its quantity times its unit price."""
    for line in document.lines:
        expected = _sum(line)
        if expected is not None and abs(line.amount - expected) > _SLACK:
            yield Breach(
                place=line.at("amount"),
                term="BT-131",
                expected=kroner(expected),
                found=kroner(line.amount),
                fix=Text(
                    nb=f"Skriv {kroner(expected)} i <cbc:LineExtensionAmount> på linje "
                    f"{line.line_id}, og rett summene, eller rett antall og pris.",
                    en=f"Write {kroner(expected)} in <cbc:LineExtensionAmount> of line "
                    f"{line.line_id}, and correct the totals, or correct quantity and price.",
                ),
            )


def _sum(line: Line) -> Decimal | None:
    price = price_of_one(line)
    if price is None or line.quantity is None:
        return None
    net = line.quantity * price - line.allowances + line.charges
    return net.quantize(_ORE, rounding=ROUND_HALF_UP)


def _hourly(document: Document, line: Line, circumstances: Circumstances) -> Decimal | None:
    """Return the hourly price of a line: as attested, else that of the day of delivery.

    `None` when no source confirms one: then nothing is concluded from the price.
    """
    attested = circumstances.attested(cases.belonging_to(document, line))
    if attested is not None:
        return attested.hourly_kroner
    day = delivered_on(document)
    rate = circumstances.rates.on(day) if day else None
    return rate.kroner if rate else None


def hk_rate_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """The unit price of hours is the rate in force when the assignment was finished."""
    for line in with_purpose(document, Purpose.WORK, Purpose.TRAVEL_TIME):
        hourly, price = _hourly(document, line, circumstances), price_of_one(line)
        if hourly is None or price is None or price == hourly:
            continue
        yield _other_price(line, hourly, Weight.NOTICE if price < hourly else None)


def _other_price(line: Line, hourly: Decimal, weight: Weight | None) -> Breach:
    right = kroner(hourly)
    return Breach(
        place=line.at("unit_price"),
        term="BT-146",
        expected=right,
        found=None if line.unit_price is None else kroner(line.unit_price),
        weight=weight,
        fix=Text(
            nb=f"Timeprisen var {right} da oppdraget var ferdig: skriv "
            f'<cbc:PriceAmount currencyID="NOK">{right}</cbc:PriceAmount> på linje '
            f"{line.line_id}, og rett summene.",
            en=f"The hourly price was {right} when the assignment was finished: write "
            f'<cbc:PriceAmount currencyID="NOK">{right}</cbc:PriceAmount> on line '
            f"{line.line_id}, and correct the sums.",
        ),
    )


def hk_rate_02(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """A price that no confirmed rate can be held against is looked at by a person."""
    purposes = (Purpose.WORK, Purpose.TRAVEL_TIME, Purpose.RECORD_COPY)
    for line in with_purpose(document, *purposes):
        if _hourly(document, line, circumstances) is None:
            yield Breach(
                place=line.at("unit_price"),
                term="BT-146",
                fix=Text(
                    nb="Oppgi dagen oppdraget var ferdig i <cbc:ActualDeliveryDate>. Står den "
                    "der, trenger du ikke gjøre noe: en person ser på timeprisen.",
                    en="State the day the assignment was finished in <cbc:ActualDeliveryDate>. "
                    "If it is there, you need do nothing: a person looks at the hourly price.",
                ),
            )


def hk_travel_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """Travel time is counted in half-hours begun."""
    for line in with_purpose(document, Purpose.TRAVEL_TIME):
        hours = line.quantity
        if hours is None or hours % _HALF_HOUR == 0:
            continue
        begun = written((hours // _HALF_HOUR + 1) * _HALF_HOUR)
        yield Breach(
            place=line.at("quantity"),
            term="BT-129",
            expected=begun,
            found=written(hours),
            fix=Text(
                nb=f"Du har krav på hver påbegynte halvtime: {begun} timer på linje "
                f"{line.line_id}.",
                en=f"You are entitled to every half-hour begun: {begun} hours on line "
                f"{line.line_id}.",
            ),
        )


def hk_absence_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """Absence because of travel needs proof of a deduction in salary."""
    if any(documents_absence(attachment) for attachment in document.attachments):
        return
    for line in with_purpose(document, Purpose.ABSENCE):
        attested = circumstances.attested(cases.belonging_to(document, line))
        if attested is not None and attested.absence_kroner > 0:
            continue
        yield Breach(
            place=line.place,
            fix=Text(
                nb="Legg ved dokumentasjon fra arbeidsgiveren på trekket i lønn, eller ta bort "
                f"linje {line.line_id}.",
                en="Attach proof from the employer of the deduction in salary, or take away line "
                f"{line.line_id}.",
            ),
        )


def hk_record_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """A copy of records costs half the hourly rate a delivery."""
    for line in with_purpose(document, Purpose.RECORD_COPY):
        hourly, price = _hourly(document, line, circumstances), price_of_one(line)
        if hourly is None or price is None or price <= record_copy_price(hourly):
            continue
        right = kroner(record_copy_price(hourly))
        yield Breach(
            place=line.at("unit_price"),
            term="BT-146",
            expected=right,
            found=kroner(price),
            fix=Text(
                nb=f"Skriv {right} per utlevering på linje {line.line_id}.",
                en=f"Write {right} a delivery on line {line.line_id}.",
            ),
        )
