"""Today's rules, and those of earlier days, by their version."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from travel_api.adapters.rulebook import Rulebook, from_documents
from travel_api.storage import assessments


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every rulebook that is asked for, made once from the files kept in the database."""

    current: Rulebook
    earlier: dict[str, Rulebook] = field(default_factory=dict)

    async def of(self, connection: AsyncConnection, version: str) -> Rulebook:
        """Return the rulebook that an assessment was made by, whose words explain it."""
        if version == self.current.ruleset_version:
            return self.current
        if version not in self.earlier:
            documents = await assessments.ruleset(connection, version)
            self.earlier[version] = from_documents(documents)
        return self.earlier[version]
