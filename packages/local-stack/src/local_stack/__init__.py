"""The suite on one machine: PostgreSQL, token issuer, sandbox of outside systems, demo."""
