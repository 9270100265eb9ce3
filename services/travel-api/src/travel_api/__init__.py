"""Assesses patient-travel claims under dated rules and says why."""
