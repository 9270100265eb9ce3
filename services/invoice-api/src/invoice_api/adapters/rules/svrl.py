"""Turns what the official rules report (SVRL) into findings."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from contracts.vocabulary import Text
from invoice_api.adapters.places import Places, term_at
from invoice_api.adapters.rules.advice import ADVICE
from invoice_api.domain.report import Finding, Layer, Severity

_SEVERITIES: Final = {
    "warning": Severity.NOTICE,
    "warn": Severity.NOTICE,
    "information": Severity.NOTICE,
    "info": Severity.NOTICE,
}
"""Every other word, and none, is fatal: a rule is never softened because its flag is unknown."""

_BROKEN: Final = ("failed-assert", "successful-report")
_SVRL: Final = "http://purl.oclc.org/dsdl/svrl"
_WORDS: Final = etree.XPath("string(svrl:text)", namespaces={"svrl": _SVRL})
_PREFIX: Final = re.compile(r"^\[[^\]]+\]\s*-?\s*")
_TERM: Final = re.compile(r"\bB[TG]-\d+\b")
_LAYER_NAMES: Final = {Layer.EN16931: "EN 16931", Layer.PEPPOL: "Peppol BIS Billing"}


def findings(svrl: str, layer: Layer, places: Places) -> Iterator[Finding]:
    """Yield a finding for each rule of `layer` that `svrl` says is broken, at one of `places`."""
    if not any(name in svrl for name in _BROKEN):
        return
    for broken in etree.fromstring(svrl.encode()).iter(*(f"{{{_SVRL}}}{name}" for name in _BROKEN)):
        rule = broken.get("id") or "UNNAMED"
        flag = broken.get("flag") or broken.get("role") or "fatal"
        place = places.called(broken.get("location", ""))
        text = " ".join(str(_WORDS(broken)).split())
        yield Finding(
            rule=rule,
            layer=layer,
            severity=_SEVERITIES.get(flag, Severity.FATAL),
            official_severity=flag,
            place=place,
            term=term_at(place.xpath) or _term_in(text),
            text=_both(text, layer, rule),
            fix=ADVICE.get(rule),
        )


def _term_in(text: str) -> str | None:
    found = _TERM.search(text)
    return found[0] if found else None


def _both(text: str, layer: Layer, rule: str) -> Text:
    """Return the official text, which exists in English only, with an honest Norwegian lead."""
    english = _PREFIX.sub("", text)
    lead = f"Dokumentet bryter regel {rule} i {_LAYER_NAMES[layer]}. Regelens tekst (på engelsk): "
    return Text(nb=lead + english, en=english)
