"""What every use case works with."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from access_api.adapters.code_hashing import CodeHasher
from access_api.adapters.contact_register import ContactRegister
from access_api.adapters.digital_mailbox import DigitalPost
from access_api.adapters.population_register import PopulationRegister
from access_api.adapters.print_provider import PrintProvider
from access_api.adapters.webhooks import WebhookSender
from access_api.settings import Settings
from access_api.storage.lookups import LookUps
from access_api.storage.people import Registry
from service_kit.sealing import Sealer
from service_kit.uploads import UploadStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The engine, the keys and the outside systems of one running service."""

    settings: Settings
    engine: AsyncEngine
    registry: Registry
    sealer: Sealer
    uploads: UploadStore
    lookups: LookUps
    hasher: CodeHasher
    population: PopulationRegister
    contacts: ContactRegister
    printer: PrintProvider
    post: DigitalPost
    webhooks: WebhookSender
