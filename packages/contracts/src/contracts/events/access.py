"""Events that access-api publishes."""
