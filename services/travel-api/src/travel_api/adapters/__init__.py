"""Outside systems and files."""
