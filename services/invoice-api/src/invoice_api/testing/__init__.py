"""Builders for tests: small documents and circumstances that keep every rule until changed."""
