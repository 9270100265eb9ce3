"""What every use case is handed: the database, the rules, the keys, the outside systems."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from service_kit.sealing import Sealer
from travel_api.adapters.payment_system import PaymentSystem
from travel_api.adapters.population_register import PopulationRegister
from travel_api.adapters.rulebook import Rulebook
from travel_api.adapters.treatment_records import TreatmentRecords
from travel_api.settings import Settings
from travel_api.storage.identities import Identities
from travel_api.use_cases.rulebooks import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Everything outside the functional core, made once by the application."""

    settings: Settings
    engine: AsyncEngine
    shelf: Shelf
    identities: Identities
    sealer: Sealer
    population_register: PopulationRegister
    treatment_records: TreatmentRecords
    payment_system: PaymentSystem

    @property
    def rulebook(self) -> Rulebook:
        """The rules of today."""
        return self.shelf.current
