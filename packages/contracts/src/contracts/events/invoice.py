"""Events that invoice-api publishes."""
