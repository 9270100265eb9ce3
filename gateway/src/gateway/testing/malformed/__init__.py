"""Requests that two servers could read differently, or that wear a server out, as bytes.

Each says what the gateway answers. Where it takes what others refuse, it says why.
"""

from typing import Final

from gateway.testing.malformed.bodies import CHUNKS, CODING, LENGTH
from gateway.testing.malformed.case import Case
from gateway.testing.malformed.excess import PAUSE_S, SIZES, TIMES, TINY_PATIENCE
from gateway.testing.malformed.heads import FIELDS, PROTOCOLS, TARGETS

__all__ = ["PAUSE_S", "TABLE", "TINY_PATIENCE", "Case"]

TABLE: Final = {
    "Length of the body": LENGTH,
    "Transfer-Encoding": CODING,
    "Chunks": CHUNKS,
    "Fields": FIELDS,
    "Target": TARGETS,
    "Protocol": PROTOCOLS,
    "Size": SIZES,
    "Time": TIMES,
}
