"""Who may reach whom, worked out from the manifests as they are rendered."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
KUBECTL = shutil.which("kubectl")
pytestmark = pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed")

Selector = dict[str, Any]


@dataclass(frozen=True)
class Pod:
    """A pod, or something outside, as policies see it."""

    labels: dict[str, str]
    namespace: dict[str, str] = field(
        default_factory=lambda: {"kubernetes.io/metadata.name": "helsesak"}
    )


def app(name: str) -> Pod:
    return Pod({"app.kubernetes.io/name": name})


def database(service: str) -> Pod:
    return Pod({"helsesak/database": service})


ENTRANCE = Pod({}, {"helsesak/entrance": "true"})
MONITORING = Pod({}, {"helsesak/monitoring": "true"})
OUTSIDE = Pod({}, {"helsesak/outside": "true"})
STRANGER = Pod({"app.kubernetes.io/name": "gateway"}, {"kubernetes.io/metadata.name": "other"})
SERVICES = ("invoice-api", "travel-api", "access-api")


def selects(selector: Selector, labels: dict[str, str]) -> bool:
    equal = all(labels.get(k) == v for k, v in selector.get("matchLabels", {}).items())
    return equal and all(
        labels.get(need["key"]) in need["values"]
        for need in selector.get("matchExpressions", [])
        if need["operator"] == "In"
    )


def is_peer(peer: Selector, pod: Pod) -> bool:
    """Tell whether `peer` of a policy in our namespace names `pod`."""
    ours = {"kubernetes.io/metadata.name": "helsesak"}
    if "namespaceSelector" in peer:
        inside = selects(peer["namespaceSelector"], pod.namespace)
    else:
        inside = pod.namespace == ours
    return inside and selects(peer.get("podSelector", {}), pod.labels)


class Rendered:
    """The policies of one overlay, and the numbers behind port names."""

    def __init__(self, overlay: str) -> None:
        assert KUBECTL is not None
        text = subprocess.run(  # noqa: S603 - our own command
            [KUBECTL, "kustomize", str(ROOT / "deploy/kubernetes/overlays" / overlay)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        objects = [thing for thing in yaml.safe_load_all(text) if thing]
        self.policies = [t["spec"] for t in objects if t["kind"] == "NetworkPolicy"]
        workloads = [
            t["spec"]["jobTemplate"]["spec"] if t["kind"] == "CronJob" else t["spec"]
            for t in objects
            if t["kind"] in {"Deployment", "Job", "CronJob"}
        ]
        self.pods = [workload["template"] for workload in workloads]

    def may_reach(self, source: Pod, target: Pod, port: int) -> bool:
        leaves = self._allows("Egress", source, target, target, port)
        return leaves and self._allows("Ingress", target, source, target, port)

    def _allows(self, direction: str, pod: Pod, other: Pod, target: Pod, port: int) -> bool:
        if pod.namespace.get("kubernetes.io/metadata.name") != "helsesak":
            return True  # not ours to say
        word, rules = ("to", "egress") if direction == "Egress" else ("from", "ingress")
        holding = [
            policy
            for policy in self.policies
            if direction in policy["policyTypes"] and selects(policy["podSelector"], pod.labels)
        ]
        return not holding or any(
            any(is_peer(peer, other) for peer in rule[word]) and self._opens(rule, target, port)
            for policy in holding
            for rule in policy.get(rules, [])
        )

    def _opens(self, rule: Selector, target: Pod, port: int) -> bool:
        numbers = {p["port"] for p in rule["ports"]}
        name = target.labels.get("app.kubernetes.io/name")
        named = {
            exposed["containerPort"]
            for template in self.pods
            if template["metadata"]["labels"].get("app.kubernetes.io/name") == name
            for container in template["spec"]["containers"]
            for exposed in container.get("ports", [])
            if exposed["name"] in numbers
        }
        return port in numbers | named


@pytest.fixture(scope="module", params=["local", "staging", "production"])
def rendered(request) -> Rendered:
    return Rendered(request.param)


@pytest.mark.parametrize("service", SERVICES)
def test_only_the_gateway_reaches_a_service(rendered, service):
    assert rendered.may_reach(app("gateway"), app(service), 8000)
    for other in (*map(app, SERVICES), ENTRANCE, OUTSIDE, MONITORING, STRANGER):
        assert not rendered.may_reach(other, app(service), 8000)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reaches_its_own_database_and_no_other(rendered, service):
    reached = [s for s in SERVICES if rendered.may_reach(app(service), database(s[:-4]), 5432)]

    assert reached == [service]
    assert not rendered.may_reach(app("gateway"), database(service[:-4]), 5432)


def test_every_pod_is_one_that_the_policies_know(rendered):
    names = [pod["metadata"]["labels"]["app.kubernetes.io/name"] for pod in rendered.pods]

    assert {name: names.count(name) for name in names} == {"gateway": 1} | dict.fromkeys(
        SERVICES, 4
    )


@pytest.mark.parametrize("name", [*SERVICES, "gateway"])
def test_only_monitoring_reads_metrics(rendered, name):
    port = 9080 if name == "gateway" else 9000
    assert rendered.may_reach(MONITORING, app(name), port)
    for other in (ENTRANCE, OUTSIDE, STRANGER):
        assert not rendered.may_reach(other, app(name), port)


def test_services_fetch_the_keys_of_inside_tokens_and_nothing_else_at_the_gateway(rendered):
    for service in SERVICES:
        assert rendered.may_reach(app(service), app("gateway"), 9080)
        assert not rendered.may_reach(app(service), app("gateway"), 8080)


def test_the_way_in_is_through_the_entrance(rendered):
    assert rendered.may_reach(ENTRANCE, app("gateway"), 8080)
    for other in (MONITORING, OUTSIDE, STRANGER):
        assert not rendered.may_reach(other, app("gateway"), 8080)


def test_outside_systems_are_reached_over_tls_only(rendered):
    for name in (*SERVICES, "gateway"):
        assert rendered.may_reach(app(name), OUTSIDE, 443)
        assert not rendered.may_reach(app(name), OUTSIDE, 80)


def test_whatever_has_no_policy_reaches_nothing(rendered):
    for other in (app("invoice-api"), database("access"), OUTSIDE, MONITORING):
        assert not rendered.may_reach(Pod({"app": "new"}), other, 443)
        assert not rendered.may_reach(Pod({"app": "new"}), other, 5432)
