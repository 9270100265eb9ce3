"""Assignments for tests: the two of the example invoice."""

from typing import Any
from uuid import uuid4

import httpx

from invoice_api.testing.service import Service

HANDLER = "handler"
"""The case handler of the tests."""

HOURS = {"N2021/01234": 3, "N2021/98765": 5}
"""What the example invoice claims for each case."""


def a_submission(case_number: str = "N2021/01234", **changes: Any) -> dict[str, Any]:
    """Return the body of an assignment of as many hours as the example invoice claims."""
    return {
        "case_number": case_number,
        "expert_name": "Sigrid Granlund",
        "delivered_by": "digital_mailbox",
        "delivered_on": "2024-11-29",
        "deliverable": "Sakkyndig erklæring",
        "entries": [{"kind": "work", "day": "2024-11-28", "minutes": 60 * HOURS[case_number]}],
        **changes,
    }


async def step(
    service: Service,
    headers: dict[str, str],
    path: str,
    body: Any = None,
    *,
    version: int | None = None,
    key: str | None = None,
) -> httpx.Response:
    """Take a step with a resource, as the version that is stored now unless told otherwise."""
    if version is None:
        resource = "/".join(path.split("/")[:4])
        reader = service.staff("reader", "invoice:read")
        version = (await service.client.get(resource, headers=reader)).json()["version"]
    return await service.client.post(
        path,
        json=body,
        headers={**headers, "If-Match": f'"{version}"', "Idempotency-Key": key or uuid4().hex},
    )


async def submit(service: Service, body: dict[str, Any]) -> httpx.Response:
    """Submit an assignment as the expert's enterprise."""
    headers = {**service.organisation(), "Idempotency-Key": uuid4().hex}
    return await service.client.post("/v1/assignments", json=body, headers=headers)


async def attested(service: Service, body: dict[str, Any], *, by: str = HANDLER) -> dict[str, Any]:
    """Lead an assignment from submission to attestation, everything approved, and return it."""
    assignment_id = (await submit(service, body)).json()["assignment_id"]
    handler = service.staff(by, "invoice:attest")
    path = f"/v1/assignments/{assignment_id}"
    approval = {
        "entries": [{"minutes": entry["minutes"]} for entry in body["entries"]],
        "outlays": [{"amount": outlay["amount"]} for outlay in body.get("outlays", [])],
    }
    approved = await step(service, handler, f"{path}/approvals", approval)
    approved.raise_for_status()
    answer = await step(service, handler, f"{path}/attestations", {})
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
