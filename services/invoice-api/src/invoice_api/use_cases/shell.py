"""What use cases work with."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from invoice_api.adapters.enterprises import EnterpriseRegister
from invoice_api.adapters.payment_system import PaymentSystem
from invoice_api.domain.catalogue.rates import FeeRates
from invoice_api.domain.catalogue.rule import Catalogue
from invoice_api.domain.report import Layer, LayerResults, RuleSet
from invoice_api.settings import Settings
from service_kit.uploads import UploadStore


class OfficialRules(Protocol):
    """The official rules for electronic invoices."""

    async def validate(self, body: bytes, *, on: date) -> LayerResults:
        """Return what every official layer says of `body` on the day `on`."""

    def rule_sets(self, on: date) -> Mapping[Layer, RuleSet]:
        """Return the rules that documents are checked by, and whether they are current."""

    def close(self) -> None:
        """Finish what was taken on, then end the workers."""


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The world outside the domain, made once by the app or the relay.

    Attributes:
        engine: the database.
        settings: configuration.
        rules: the official rules.
        catalogue: the rules of the house that are switched on.
        rates: the dated fee rate.
        enterprises: Enhetsregisteret, when it is configured.
        payment_system: where payments are ordered, when it is configured.
        uploads: files that were sent for assignments and paper invoices.
        running: work that goes on after its request was answered.
    """

    engine: AsyncEngine
    settings: Settings
    rules: OfficialRules
    catalogue: Catalogue
    rates: FeeRates
    enterprises: EnterpriseRegister | None
    payment_system: PaymentSystem | None
    uploads: UploadStore
    running: set["asyncio.Task[Any]"] = field(default_factory=set)

    def start(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Run `work` beside the request, and keep it until it ends."""
        task = asyncio.ensure_future(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return task
