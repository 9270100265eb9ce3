"""EHF documents for tests, made from the examples by changing their text."""

from pathlib import Path

EXAMPLES = Path(__file__).parents[5] / "examples" / "ehf"
"""Where the examples lie in the project; an installed service has none."""


def ehf(name: str = "expert-fee", /, **changes: str) -> bytes:
    """Return an example, with every `old` of the changes `{element: new text}` written anew.

    >>> b"<cbc:DueDate>2030-01-01</cbc:DueDate>" in ehf(DueDate="2030-01-01")
    True
    """
    text = (EXAMPLES / f"{name}.xml").read_text("utf-8")
    for element, new in changes.items():
        start = text.index(f"<cbc:{element}>") + len(f"<cbc:{element}>")
        text = text[:start] + new + text[text.index("<", start) :]
    return text.encode()
