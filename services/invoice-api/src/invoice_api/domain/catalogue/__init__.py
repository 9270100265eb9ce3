"""Helseklage's rules, rates, contact facts and interpretations as dated data, and their types."""
