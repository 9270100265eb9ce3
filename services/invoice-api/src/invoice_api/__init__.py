"""Receives e-invoices, checks them, matches them to attestations, leads them to payment."""
