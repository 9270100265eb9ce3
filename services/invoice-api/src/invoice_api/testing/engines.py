"""Stand-ins for the official rules: quick, slow, failing or dying at will."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from invoice_api.adapters import ubl, xml
from invoice_api.adapters.rules import engine_failures
from invoice_api.adapters.rules.engine import EngineBusy
from invoice_api.domain.report import Layer, LayerResult, LayerResults, LayerStatus, RuleSet

_LAYERS = (Layer.XML, Layer.XSD, Layer.EN16931, Layer.PEPPOL)


@dataclass
class QuickRules:
    """Passes every document, after failing as often as told.

    Attributes:
        failures: how many documents are answered as if their worker had died.
        hold: documents wait until it is set.
        busy: every document is turned away.
        asked: how many documents were asked about.
    """

    failures: int = 0
    hold: asyncio.Event | None = None
    busy: bool = False
    asked: int = field(default=0, init=False)

    async def validate(self, body: bytes, *, on: date) -> LayerResults:
        """Return that every official layer passed, or that the worker was lost."""
        del on
        self.asked += 1
        if self.busy:
            raise EngineBusy
        if self.hold is not None:
            await self.hold.wait()
        if self.failures > 0:
            self.failures -= 1
            return engine_failures.worker_lost()
        layers = tuple(LayerResult(layer, LayerStatus.PASSED) for layer in _LAYERS)
        return LayerResults(layers, (), ubl.read_document(xml.read(body)))

    def rule_sets(self, on: date) -> Mapping[Layer, RuleSet]:
        """Return no rules: none are run."""
        del on
        return {}

    def close(self) -> None:
        """Do nothing."""
