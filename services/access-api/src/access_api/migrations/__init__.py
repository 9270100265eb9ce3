"""Migrations of access-api's database, run as the role that owns the tables."""
