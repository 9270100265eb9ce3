"""Events that travel-api publishes."""
