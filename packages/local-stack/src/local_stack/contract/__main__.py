"""`make openapi`: write the OpenAPI document of each service, and of the gateway."""

import importlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from gateway.contract import with_own_answers
from local_stack.contract.merging import merged
from local_stack.databases import SERVICES


def documents() -> dict[str, dict[str, Any]]:
    """Return every document by the path of its file, as the code is now."""
    apps = {name: importlib.import_module(f"{name}_api.app") for name in SERVICES}
    own = {name: cast("dict[str, Any]", app.openapi_document()) for name, app in apps.items()}
    files = {f"services/{name}-api/openapi.json": document for name, document in own.items()}
    return files | {"openapi.json": with_own_answers(merged(own))}


def text(document: Mapping[str, Any]) -> str:
    """Return `document` as it is committed."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for path, document in documents().items():
        Path(path).write_text(text(document), encoding="utf-8")
        print(path)
