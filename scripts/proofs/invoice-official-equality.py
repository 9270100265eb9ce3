"""The invoice service finds in every one-edit mutant exactly what the official rules find alone."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lxml import etree

from invoice_api.adapters import attachments
from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine
from invoice_api.adapters.rules.schema import compile_schema
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.domain.report import Layer
from invoice_api.testing.mutants import Mutant, mutants
from invoice_api.testing.official_alone import OfficialAlone, as_told

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "ehf"
GOOD: Final = ("expert-fee.xml", "credit-note.xml", "supplier.xml")


def main() -> int:
    """Compare all mutants, print the figures, and return the exit code."""
    seen: Counter[str] = Counter()
    for mutant, outcome in compared():
        seen[outcome] += 1
        if outcome == "different":
            print(mutant.edit)
    figures = ", ".join(f"{count} {outcome}" for outcome, count in seen.most_common())
    print(f"{seen.total()} mutants: {figures}")
    return 1 if seen["different"] or not seen["equal, official rules broken"] else 0


def compared() -> Iterator[tuple[Mutant, str]]:
    """Yield every mutant of the good examples with what the comparison came to."""
    alone = OfficialAlone()
    folder = next(source.path for source in find_sources(None) if source.layer is Layer.XSD)
    schema = compile_schema(folder)
    on = datetime.now(UTC).date()
    with RuleEngine(limits=EngineLimits(workers=1)) as engine:
        for name in GOOD:
            for mutant in mutants((EXAMPLES / name).read_bytes()):
                document = mutant.document()
                told = as_told(engine.submit(document, on=on).result())
                root = etree.fromstring(document)
                fits = schema.validate(root) and _files_can_be_read(root)
                expected = alone.broken(document) if fits else {}
                yield mutant, _outcome(told, expected)


def _files_can_be_read(root: etree._Element) -> bool:
    """Tell whether all attachments are base64, which the schema asks but its validator does not."""
    try:
        for element in attachments.embedded(root):
            attachments.decode(element)
    except ValueError:
        return False
    return True


def _outcome(told: object, expected: dict[Layer, Counter[tuple[str, str, str]] | None]) -> str:
    if told != expected:
        return "different"
    if not expected:
        return "equal, outside the schema"
    if None in expected.values():
        return "equal, official rules threw"
    return "equal, official rules broken" if any(expected.values()) else "equal, nothing broken"


if __name__ == "__main__":
    sys.exit(main())
