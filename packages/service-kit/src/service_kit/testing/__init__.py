"""Help for tests of services: tokens, synthetic people, time that passes."""

from service_kit.testing.people import synthetic_number
from service_kit.testing.time import pass_time
from service_kit.testing.tokens import InsideTokens, signed_in

__all__ = ["InsideTokens", "pass_time", "signed_in", "synthetic_number"]
