"""Migrations of travel-api's database, run as the role that owns the tables."""
