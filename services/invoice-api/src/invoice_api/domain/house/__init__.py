"""Helseklage's own rules, one pure function each, and the check that runs those that apply."""
