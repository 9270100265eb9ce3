"""Render every overlay and check it offline: `make manifests`.

Schemas of three Kubernetes versions, strictly, and checkov's rules. Custom resources of operators
(External Secrets, Gateway API, Prometheus, CloudNativePG) have no schema here and are counted, not
checked.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).parent
OVERLAYS = ("local", "staging", "production")
VERSIONS = ("1.33", "1.35", "1.37")
BIN = Path(sys.executable).parent
OPERATORS = (
    "external-secrets.io",
    "gateway.networking.k8s.io",
    "monitoring.coreos.com",
    "postgresql.cnpg.io",
)


def run(*command: str | Path) -> str:
    """Run `command` and return what it printed; end everything when it fails."""
    done = subprocess.run(  # noqa: S603 - our own commands
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def check(overlay: str, folder: Path) -> str:
    """Check one overlay and return a line about it."""
    rendered = run("kubectl", "kustomize", HERE / "overlays" / overlay)
    objects = [thing for thing in yaml.safe_load_all(rendered) if thing]
    known = [thing for thing in objects if not thing["apiVersion"].startswith(OPERATORS)]
    file = folder / f"{overlay}.yaml"
    file.write_text(yaml.safe_dump_all(known), encoding="utf-8")
    for version in VERSIONS:
        run(BIN / "kubernetes-validate", "--strict", "-k", version, file)
    run(BIN / "checkov", "--config-file", HERE / "checkov.yaml", "-f", file)
    return (
        f"{overlay}: {len(known)} objects valid for Kubernetes {', '.join(VERSIONS)} and clean "
        f"under checkov; {len(objects) - len(known)} of operators rendered only"
    )


def main() -> None:
    """Check every overlay."""
    with tempfile.TemporaryDirectory() as folder:
        for overlay in OVERLAYS:
            print(check(overlay, Path(folder)))  # noqa: T201 - speaks to a person


if __name__ == "__main__":
    main()
