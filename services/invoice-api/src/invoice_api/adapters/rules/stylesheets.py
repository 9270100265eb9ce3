"""XSLT out of a rule file."""

from pathlib import Path


def stylesheet_text(path: Path) -> str:
    """Return the XSLT in `path`."""
    return path.read_text("utf-8")
