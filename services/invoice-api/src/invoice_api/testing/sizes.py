"""Large documents made of small ones."""

import re
from decimal import Decimal


def with_lines(invoice: bytes, lines: int) -> bytes:
    """Return `invoice` with `lines` copies of its first line, numbered, and sums that fit.

    The invoice has no VAT, no prepayment and no rounding, as the example of an expert's fee.
    """
    text = invoice.decode()
    found = re.findall(r"<cac:InvoiceLine>.*?</cac:InvoiceLine>", text, re.DOTALL)
    before, after = text.index(found[0]), text.index(found[-1]) + len(found[-1])
    copies = (
        found[0].replace("<cbc:ID>1</cbc:ID>", f"<cbc:ID>{number}</cbc:ID>", 1)
        for number in range(1, lines + 1)
    )
    amounts = (_amount(line) for line in found)
    total, new_total = sum(amounts, Decimal(0)), lines * _amount(found[0])
    head, tail = text[:before].replace(f"{total:.2f}", f"{new_total:.2f}"), text[after:]
    return (head + "\n  ".join(copies) + tail).encode()


def _amount(line: str) -> Decimal:
    found = re.search(r"<cbc:LineExtensionAmount[^>]*>([^<]*)<", line)
    return Decimal(found[1] if found else "0")
