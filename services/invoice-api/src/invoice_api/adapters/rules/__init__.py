"""Runs the official rules for electronic invoices in processes of their own."""
