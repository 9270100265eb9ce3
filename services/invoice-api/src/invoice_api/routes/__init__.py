"""The API: each route parses, calls one use case, presents."""
