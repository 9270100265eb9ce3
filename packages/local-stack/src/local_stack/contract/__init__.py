"""Tools for the published contract: what a change of the OpenAPI document would break."""
