"""Each deployable is complete by itself: its own hashed list is all that its app imports."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = str(Path(sys.executable).with_name("uv"))
SHARED = ("packages/contracts", "packages/service-kit")
DEPLOYABLES = {
    "services/invoice-api": ("invoice_api", "travel_api"),
    "services/travel-api": ("travel_api", "access_api"),
    "services/access-api": ("access_api", "invoice_api"),
    "gateway": ("gateway", "access_api"),
}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own commands
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory) -> Path:
    """Wheels of our own packages, built as an image builds them."""
    folder = tmp_path_factory.mktemp("wheels")
    for package in (*SHARED, *DEPLOYABLES):
        built = run(
            *(UV, "build", "--quiet", "--wheel", "--no-build-isolation", "--out-dir", folder),
            *("--python", sys.executable, package),
        )
        assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """The interpreter of an environment that each deployable in turn has for itself."""
    venv = tmp_path_factory.mktemp("alone") / "venv"
    made = run(UV, "venv", "--quiet", "--python", sys.executable, venv)
    assert made.returncode == 0, made.stderr
    return venv / "bin/python"


@pytest.mark.parametrize("folder", DEPLOYABLES)
def test_a_deployable_installs_alone_and_imports_its_app(folder, wheels, python):
    name, stranger = DEPLOYABLES[folder]
    into = ("--quiet", "--python", python)
    own = [
        next(wheels.glob(f"helsesak_{Path(part).name.replace('-', '_')}-*.whl"))
        for part in (*SHARED, folder)
    ]

    for step in (
        (UV, "pip", "sync", *into, "--require-hashes", f"{folder}/requirements.lock"),
        (UV, "pip", "install", *into, "--no-deps", *own),
        (python, "-I", "-c", f"import {name}.app"),
    ):
        done = run(*step)
        assert done.returncode == 0, done.stderr

    assert run(python, "-I", "-c", f"import {stranger}").returncode != 0
