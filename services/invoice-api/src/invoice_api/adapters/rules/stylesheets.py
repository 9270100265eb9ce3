"""XSLT out of a rule file, whether it is XSLT already or Schematron."""

from pathlib import Path

from invoice_api.adapters.rules import schematron


def stylesheet_text(path: Path) -> str:
    """Return the XSLT in `path`, made from it when the file is Schematron (`.sch`).

    Raises:
        OSError: the file cannot be read.
        ValueError: the Schematron uses something that is not understood.
    """
    if path.suffix == ".sch":
        return schematron.stylesheet(path.read_bytes())
    return path.read_text("utf-8")
