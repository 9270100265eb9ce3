"""What is promised under `v1`: the document of the first release, and the clients made of it."""

import json
import tomllib
from pathlib import Path

from local_stack.contract.breaking import breaking_changes

ROOT = Path(__file__).parents[2]
PROMISED = json.loads(Path(__file__).with_name("v1.json").read_text("utf-8"))
"""`openapi.json` as it was promised. `docs/contract.md` says when it is copied anew."""
NOW = json.loads((ROOT / "openapi.json").read_text("utf-8"))


def test_what_is_promised_under_v1_still_holds():
    assert breaking_changes(PROMISED, NOW) == []


def test_every_path_says_that_it_is_v1():
    services = ("access", "invoice", "travel")
    assert {tuple(path.split("/")[1:3]) for path in NOW["paths"]} == {
        (service, "v1") for service in services
    }


def test_the_clients_have_the_version_of_the_document():
    python = tomllib.loads((ROOT / "sdk/python/pyproject.toml").read_text("utf-8"))
    typescript = json.loads((ROOT / "sdk/typescript/package.json").read_text("utf-8"))
    assert python["project"]["version"] == typescript["version"] == NOW["info"]["version"]
