"""Alerts and dashboards name only metrics that exist, and alerts fire when they should."""

import json
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY, CollectorRegistry

from gateway.records import Metrics
from gateway.shared import SharedStore

OBSERVABILITY = Path(__file__).parents[2] / "deploy/observability"
RULES = yaml.safe_load((OBSERVABILITY / "prometheus/alerts.yml").read_text(encoding="utf-8"))
ALERTS = {rule["alert"]: rule["expr"] for group in RULES["groups"] for rule in group["rules"]}
PANELS = {
    f"{file.stem}: {panel['title']}": " ".join(target["expr"] for target in panel["targets"])
    for file in OBSERVABILITY.glob("grafana/dashboards/*.json")
    for panel in json.loads(file.read_text(encoding="utf-8"))["panels"]
}
PROMTOOL = shutil.which("promtool")
METRIC = re.compile(r"\b([a-z][a-z0-9_]*_[a-z0-9_]+)\b(?=[\[{) ]|$)")
LABELS_AND_FUNCTIONS = {"exported_service", "histogram_quantile", "issued_by"}


def names(registry: CollectorRegistry) -> set[str]:
    """Return every series name that `registry` can show."""
    found = set()
    for metric in registry.collect():
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
        found |= {metric.name + ending for ending in endings.get(metric.type, ("",))}
    return found


@pytest.fixture(scope="module")
def existing() -> set[str]:
    for service in ("invoice_api", "travel_api", "access_api"):
        import_module(f"{service}.app")
        import_module(f"{service}.relay")
    optional = CollectorRegistry()
    SharedStore("redis://127.0.0.1", b"", optional)
    return names(REGISTRY) | names(Metrics().registry) | names(optional)


@pytest.mark.parametrize("where", [*ALERTS, *PANELS])
def test_it_names_only_metrics_that_exist(where, existing):
    named = set(METRIC.findall((ALERTS | PANELS)[where])) - LABELS_AND_FUNCTIONS

    assert named
    assert named <= existing


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
@pytest.mark.parametrize(
    "arguments", [("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")]
)
def test_alerts_fire_and_stay_silent_when_they_should(arguments):
    done = subprocess.run(  # noqa: S603 - the program that was found, on our own files
        [PROMTOOL, *arguments],
        cwd=OBSERVABILITY / "prometheus",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_a_unit_test():
    tests = yaml.safe_load((OBSERVABILITY / "prometheus/alerts_test.yml").read_text("utf-8"))
    checked = [rule for test in tests["tests"] for rule in test["alert_rule_test"]]
    firing = {rule["alertname"] for rule in checked if rule["exp_alerts"]}
    silent = {rule["alertname"] for rule in checked if not rule["exp_alerts"]}

    assert firing == silent == set(ALERTS)


def test_every_alert_has_a_runbook():
    root = OBSERVABILITY.parents[1]
    for group in RULES["groups"]:
        for rule in group["rules"]:
            page, _, anchor = rule["annotations"]["runbook"].partition("#")
            text = (root / page).read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            slugs = {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in headings}
            assert anchor in slugs, rule["alert"]
