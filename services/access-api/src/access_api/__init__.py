"""Blocks and reopens a person's access to Helsenorge."""
