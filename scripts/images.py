"""The images are built and run as strictly as in the cluster, and the main jobs work on them."""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from local_stack.demo.summary import show
from local_stack.environments import DEPLOYABLES, Installation
from local_stack.settings import StackSettings
from local_stack.suite import running

IMAGES = Path(__file__).parents[1] / "deploy/images"
NAMES = {name: name if name == "gateway" else f"{name}-api" for name in DEPLOYABLES}
LIVE = "/health/live"


def container(*arguments: str) -> str:
    """Return what docker or podman says to `arguments`."""
    return program(IMAGES / "container.sh", *arguments)


def program(*command: str | Path) -> str:
    """Return what a program writes; leave as it does when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if done.returncode:
        print(done.stdout.strip())
        sys.exit(done.returncode)
    return done.stdout


def holds(claim: object, complaint: str) -> None:
    """End with `complaint` unless `claim` is true."""
    if not claim:
        sys.exit(complaint)


def build() -> None:
    """Build all four, with Debian's packages where there is no docker."""
    docker = subprocess.run(["docker", "info"], capture_output=True, check=False)  # noqa: S607
    print(program(IMAGES / ("build.sh" if docker.returncode == 0 else "debian.sh")))


def inspected(image: str) -> dict[str, Any]:
    """Return size and number of components of an image, after a look at what it is."""
    found = json.loads(container("image", "inspect", image))[0]
    holds(found["Config"]["User"] == "10001:10001", f"{image} runs as root")
    show_file = ("run", "--rm", "--network=none", "--read-only", "--cap-drop=all")
    sbom = json.loads(
        container(*show_file, "--entrypoint", "/bin/cat", image, "/app/share/sbom.cdx.json")
    )
    holds(sbom["bomFormat"] == "CycloneDX", f"{image} has no bill of materials")
    return {"MB": found["Size"] // 1_000_000, "components": len(sbom["components"])}


def strictly_run(name: str) -> None:
    """Refuse a container that is not run as strictly as the cluster runs it."""
    found = json.loads(container("inspect", f"helsesak-{name}"))[0]
    host = found["HostConfig"]
    holds(host["ReadonlyRootfs"], f"{name} may write")
    holds("no-new-privileges" in str(host["SecurityOpt"]), f"{name} may gain privileges")
    holds({"ALL", "CAP_CHOWN"} & set(host["CapDrop"]), f"{name} has capabilities")


async def start_up(here: Installation, name: str) -> float:
    """Stop and start a container; return the seconds until it answers."""
    container("stop", "--time=30", f"helsesak-{NAMES[name]}")
    started = time.monotonic()
    container("start", f"helsesak-{NAMES[name]}")
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                if (await client.get(here.url(name) + LIVE)).is_success:
                    return time.monotonic() - started
            except httpx.HTTPError:
                await asyncio.sleep(0.02)


async def main() -> None:
    """Build, look at, run, play, start again."""
    build()
    facts = {name: inspected(f"localhost/helsesak/{NAMES[name]}:dev") for name in NAMES}
    with TemporaryDirectory() as var:
        settings = StackSettings(once=True, var=Path(var), launcher=IMAGES / "run.sh")
        try:
            async with running(settings) as (here, _):
                for name in NAMES.values():
                    strictly_run(name)
                await show(here)
                for name in NAMES:
                    facts[name]["seconds"] = round(await start_up(here, name), 1)
        finally:
            for name in NAMES.values():
                container("rm", "--force", f"helsesak-{name}")
    for name, found in facts.items():
        print(f"{NAMES[name]:12} {found}")
    told = ", ".join(f"{NAMES[n]} {f['MB']} MB {f['seconds']} s" for n, f in facts.items())
    load = os.getloadavg()[0]
    print(f"read-only, without capabilities, all jobs done: {told} (load {load:.1f})")


if __name__ == "__main__":
    asyncio.run(main())
