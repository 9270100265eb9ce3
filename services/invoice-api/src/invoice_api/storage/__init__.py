"""The tables, and one module of functions for each."""
