"""A token issuer for development, with the claim layouts of the four issuers of real life."""
