"""Advice is only given about rules that exist."""

from invoice_api.adapters.rules.advice import ADVICE
from invoice_api.adapters.rules.sources import find_sources
from invoice_api.adapters.rules.stylesheets import stylesheet_text
from invoice_api.domain.report import Layer


def test_every_rule_that_has_advice_is_an_official_rule():
    official = "".join(
        stylesheet_text(source.path)
        for source in find_sources(None)
        if source.layer is not Layer.XSD
    )

    unknown = [
        rule for rule in ADVICE if f'"{rule}"' not in official and f">{rule}<" not in official
    ]

    assert unknown == []
