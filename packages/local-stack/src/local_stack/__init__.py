"""The suite on one machine for development: PostgreSQL, token issuer, sandbox of outside systems, demo."""
