"""Bodies of requests, as a client sends them."""

from typing import Any


def a_form(national_id: str | None, kind: str = "reopen", **changes: Any) -> dict[str, Any]:
    """Return a signed form on paper with a passport whose copy is `upload_id`, when given."""
    upload_id = changes.pop("upload_id", None)
    form: dict[str, Any] = {
        "channel": "paper",
        "kind": kind,
        "person": {"name": "", "national_id": national_id},
        "identification": {
            "kind": "passport",
            "expires_on": "2099-01-01",
            "upload_id": upload_id,
        },
        "signature": {"place": "Tønsberg", "signed_on": "2026-01-02"},
        "language": "nb",
    }
    name = changes.pop("name", None)
    if name is not None:
        form["person"] = {"name": name, "national_id": national_id}
    return form | changes


def a_self_service_block() -> dict[str, Any]:
    """Return the block that a person asks for while logged in."""
    return {"channel": "self_service", "kind": "block"}
