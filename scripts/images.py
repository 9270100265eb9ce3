"""The images are built and run as strictly as in the cluster, and the main jobs work on them.

As there, migrations and relays are containers of their own, of the same image as what serves.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx

from local_stack.databases import SERVICES
from local_stack.demo.summary import show
from local_stack.environments import DEPLOYABLES, Installation
from local_stack.settings import StackSettings
from local_stack.suite import running

IMAGES: Final = Path(__file__).parents[1] / "deploy/images"
NAMES: Final = {name: name if name == "gateway" else f"{name}-api" for name in DEPLOYABLES}
RELAYS: Final = {f"{name}_relay": f"{NAMES[name]}-relay" for name in SERVICES}
MIGRATIONS: Final = [f"{NAMES[name]}-migrations" for name in SERVICES]
ALL: Final = [*NAMES.values(), *RELAYS.values(), *MIGRATIONS]
MOST_CPU_S: Final = 2.0
LABELS: Final = {f"org.opencontainers.image.{label}" for label in ("title", "version", "licenses")}


@dataclass(frozen=True, slots=True)
class Start:
    """How long a container took until it answered, and how much of that it computed."""

    seconds: float
    cpu: float = 0.0

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s" + (f", {self.cpu:.1f} s of CPU" if self.cpu else "")


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


def inspected(name: str) -> str:
    """Return what an image is, after a look at whether it is what it should be."""
    image = f"localhost/helsesak/{name}:dev"
    found = json.loads(container("image", "inspect", image))[0]
    holds(found["Config"]["User"] == "10001:10001", f"{image} runs as root")
    holds(set(found["Config"]["Labels"]) >= LABELS, f"{image} lacks labels")
    show_file = ("run", "--rm", "--network=none", "--read-only", "--cap-drop=all")
    sbom = json.loads(
        container(*show_file, "--entrypoint", "/bin/cat", image, "/app/share/sbom.cdx.json")
    )
    holds(sbom["bomFormat"] == "CycloneDX", f"{image} has no bill of materials")
    listed = {part["name"]: part.get("version") for part in sbom["components"]}
    holds(f"helsesak-{name}" in listed, f"{image} is not in its own bill of materials")
    holds(all(listed.values()), f"{image} has parts without a version")
    return f"{found['Size'] // 1_000_000} MB, {len(listed)} components"


def described(name: str) -> Mapping[str, Any]:
    """Return what docker or podman knows of a container."""
    found: Mapping[str, Any] = json.loads(container("inspect", f"helsesak-{name}"))[0]
    return found


def strictly_run(name: str) -> None:
    """Refuse a container that is not run as strictly as the cluster runs it."""
    host = described(name)["HostConfig"]
    holds(host["ReadonlyRootfs"], f"{name} may write")
    holds("no-new-privileges" in str(host["SecurityOpt"]), f"{name} may gain privileges")
    holds({"ALL", "CAP_CHOWN"} & set(host["CapDrop"]), f"{name} has capabilities")


async def started(name: str, url: str) -> Start:
    """Stop and start a container, and wait until it answers."""
    container("stop", "--time=30", f"helsesak-{name}")
    begun = time.monotonic()
    container("start", f"helsesak-{name}")
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                if (await client.get(url)).is_success:
                    return Start(time.monotonic() - begun, computed(name))
            except httpx.HTTPError:
                await asyncio.sleep(0.02)


def computed(name: str) -> float:
    """Return the seconds of CPU that a container's first process has used."""
    stat = Path(f"/proc/{described(name)['State']['Pid']}/stat").read_text(encoding="ascii")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def repeated(name: str) -> Start:
    """Run a migration again, which has nothing left to do."""
    begun = time.monotonic()
    container("start", "--attach", f"helsesak-{name}")
    return Start(time.monotonic() - begun)


async def all_started(here: Installation) -> Mapping[str, Start]:
    """Return how every container starts."""
    serving = {NAMES[name]: here.url(name) + "/health/live" for name in NAMES}
    relaying = {RELAYS[name]: here.url(name) + "/metrics" for name in RELAYS}
    starts = {name: await started(name, url) for name, url in (serving | relaying).items()}
    for name, start in starts.items():
        holds(start.cpu <= MOST_CPU_S, f"{name} computes {start.cpu} s before it answers")
    return starts | {name: repeated(name) for name in MIGRATIONS}


async def main() -> None:
    """Build, look at, run, play, start again."""
    build()
    facts = {name: inspected(name) for name in NAMES.values()}
    with TemporaryDirectory() as var:
        settings = StackSettings(
            once=True, var=Path(var), launcher=IMAGES / "run.sh", separately=True
        )
        try:
            async with running(settings) as (here, _):
                for name in ALL:
                    strictly_run(name)
                await show(here)
                starts = await all_started(here)
        finally:
            for name in ALL:
                container("rm", "--force", f"helsesak-{name}")
    for name in ALL:
        print(f"{name:22} {starts[name]!s:22} {facts.get(name, '')}".rstrip())
    print(
        f"{len(ALL)} containers of {len(facts)} images, read-only, without capabilities: all jobs "
        f"done, slowest start {max(starts.values(), key=lambda s: s.seconds)} "
        f"(load {os.getloadavg()[0]:.1f})"
    )


if __name__ == "__main__":
    asyncio.run(main())
