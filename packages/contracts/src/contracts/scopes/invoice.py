"""Operations of invoice-api and who may call them."""

from functools import partial
from typing import Final

from contracts.scopes.operation import MIB, Operation, RateClass

_invoice = partial(Operation, service="invoice")

SUBMIT: Final = "invoice:submit"
DELIVER: Final = "invoice:deliver"

DOCUMENT_LIMIT: Final = 20 * MIB
"""The largest electronic invoice, attachments and all."""

OPERATIONS: Final[tuple[Operation, ...]] = (
    _invoice(
        name="validate_document",
        method="POST",
        path="/v1/validations",
        scopes=frozenset({SUBMIT, DELIVER}),
        body_limit=DOCUMENT_LIMIT,
        timeout_s=30,
        rate=RateClass.HEAVY,
    ),
    _invoice(
        name="list_rule_sets",
        method="GET",
        path="/v1/rule-sets",
        rate=RateClass.PUBLIC,
    ),
)
