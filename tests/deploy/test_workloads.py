"""What every container of the manifests must have, as they are rendered."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

OVERLAYS = Path(__file__).parents[2] / "deploy/kubernetes/overlays"
KUBECTL = shutil.which("kubectl")
pytestmark = pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed")
STRICT = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
}
SERVICES = ("invoice-api", "travel-api", "access-api")


@pytest.fixture(scope="module")
def objects() -> list[dict[str, Any]]:
    assert KUBECTL is not None
    rendered = subprocess.run(  # noqa: S603 - the program that was found, on our own files
        [KUBECTL, "kustomize", str(OVERLAYS / "production")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [thing for thing in yaml.safe_load_all(rendered) if thing]


def pod_of(workload: dict[str, Any]) -> dict[str, Any]:
    spec = workload["spec"]
    return spec.get("jobTemplate", {"spec": spec})["spec"]["template"]["spec"]


@pytest.fixture(scope="module")
def pods(objects) -> dict[tuple[str, str], dict[str, Any]]:
    kinds = {"Deployment", "Job", "CronJob"}
    return {(o["kind"], o["metadata"]["name"]): pod_of(o) for o in objects if o["kind"] in kinds}


def names(objects, kind: str) -> set[str]:
    return {o["metadata"]["name"] for o in objects if o["kind"] == kind}


def test_what_runs_is_what_the_operations_page_says(pods):
    suffixes = {
        ("Deployment", ""),
        ("Deployment", "relay"),
        ("Job", "migrate"),
        ("CronJob", "months"),
    }
    expected = {
        (kind, f"{s.removesuffix('-api')}-{suffix}" if suffix else s)
        for s in SERVICES
        for kind, suffix in suffixes
    }

    assert set(pods) == expected | {("Deployment", "gateway")}


def test_every_container_is_confined_and_asks_for_what_it_needs(pods):
    for name, pod in pods.items():
        assert pod["automountServiceAccountToken"] is False, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["securityContext"]["runAsUser"] == 10001, name
        for container in pod["containers"]:
            assert container["securityContext"] == STRICT, name
            assert set(container["resources"]["requests"]) == {"cpu", "memory"}, name
            assert set(container["resources"]["limits"]) == {"memory"}, name


def test_what_stays_is_probed_and_goes_before_batch_work(pods):
    for (kind, name), pod in pods.items():
        for container in pod["containers"]:
            probes = {key for key in container if key.endswith("Probe")}
            stays = {"startupProbe", "livenessProbe", "readinessProbe"}
            assert probes == (stays if kind == "Deployment" else set()), name
            assert ("priorityClassName" in pod) == (kind == "Deployment"), name


def test_what_answers_people_is_many_spread_and_never_gone_at_once(objects, pods):
    answering = {*SERVICES, "gateway"}

    assert names(objects, "HorizontalPodAutoscaler") == answering
    assert names(objects, "PodDisruptionBudget") == answering
    for name in answering:
        spread = pods["Deployment", name]["topologySpreadConstraints"]
        keys = {constraint["topologyKey"] for constraint in spread}
        assert keys == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}


def test_only_migrations_and_months_know_the_owner_of_the_tables(pods):
    for (kind, name), pod in pods.items():
        secrets = {
            source["secretRef"]["name"]
            for source in pod["containers"][0]["envFrom"]
            if "secretRef" in source
        }
        assert all(s.endswith("-migration") == (kind != "Deployment") for s in secrets), name


def test_replicas_of_the_gateway_sign_with_the_same_keys(objects, pods):
    (source,) = (
        s["secretRef"]["name"]
        for s in pods["Deployment", "gateway"]["containers"][0]["envFrom"]
        if "secretRef" in s
    )
    (secret,) = (
        o for o in objects if o["kind"] == "ExternalSecret" and o["metadata"]["name"] == source
    )

    given = {entry["secretKey"] for entry in secret["spec"]["data"]}
    assert given >= {"GATEWAY_SIGNING_KEY", "GATEWAY_NEXT_SIGNING_KEY", "GATEWAY_SUBJECT_KEY"}


def test_every_pod_that_has_metrics_is_watched_under_the_name_of_its_service(objects, pods):
    (monitor,) = (o["spec"] for o in objects if o["kind"] == "PodMonitor")
    watched = {endpoint["port"] for endpoint in monitor["podMetricsEndpoints"]}

    for (kind, name), pod in pods.items():
        ports = {port["name"] for port in pod["containers"][0].get("ports", [])}
        assert bool(ports & watched) == (kind == "Deployment"), name
    for endpoint in monitor["podMetricsEndpoints"]:
        assert [rule["targetLabel"] for rule in endpoint["relabelings"]] == ["service"]
