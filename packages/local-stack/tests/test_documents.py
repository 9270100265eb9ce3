from pathlib import Path

import pytest

from local_stack.contract.__main__ import documents, text

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("path", documents())
def test_the_committed_document_is_what_the_code_says(path: str):
    assert (ROOT / path).read_text(encoding="utf-8") == text(documents()[path]), "make openapi"
