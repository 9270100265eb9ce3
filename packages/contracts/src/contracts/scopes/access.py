"""Operations of access-api and who may call them."""

from typing import Final

from contracts.scopes.operation import Operation

OPERATIONS: Final[tuple[Operation, ...]] = ()
