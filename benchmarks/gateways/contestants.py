"""The gateways that are compared, each with one worker, before the same service."""

import base64
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from contracts.scopes import RateClass

JSON = dict[str, Any]
NGINX: Final = "nginx"
ENVOY: Final = "Envoy"
ENVOY_JWT: Final = "Envoy with jwt_authn"
ENVOY_CACHE: Final = "Envoy with jwt_authn, cache"
TRAEFIK: Final = "Traefik"
ASGI: Final = "helsesak asgi"
PROTOCOL: Final = "helsesak protocol"
SERVICE: Final = "service"
_INSIDE: Final = "{} inside"
NAMES: Final = (NGINX, ENVOY, ENVOY_JWT, ENVOY_CACHE, TRAEFIK, ASGI, PROTOCOL)
LISTENERS: Final = (SERVICE, *NAMES, *map(_INSIDE.format, (ASGI, PROTOCOL)))
"""Who needs a port."""

_PEERS: Final = str(Path(__file__).parents[2] / ".venv-peers/bin")
_CACHE: Final = {"jwt_cache_config": {"jwt_cache_size": 20_000}}
_NGINX: Final = """
user root;
worker_processes 1;
daemon off;
pid nginx.pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
  uwsgi_temp_path temp; scgi_temp_path temp;
  client_max_body_size 0;
  keepalive_requests 100000000;
  upstream service {
    server 127.0.0.1:%(service)d;
    keepalive 128;
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:%(port)d;
    location / {
      proxy_pass http://service;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_request_buffering off;
      proxy_max_temp_file_size 0;
    }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Places:
    """What they have in common.

    Attributes:
        folder: where their files go.
        ports: where each of `LISTENERS` listens.
        issuer: name of the tokens' issuer.
        keys: file with its public keys.
    """

    folder: Path
    ports: Mapping[str, int]
    issuer: str
    keys: Path


@dataclass(frozen=True, slots=True)
class Contestant:
    """A gateway that can be started.

    Attributes:
        name: what it is called in the tables.
        port: where it listens.
        program: what it needs; None when that is not installed.
        arguments: what the program is given.
        environment: environment variables.
    """

    name: str
    port: int
    program: str | None
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def contestants(places: Places) -> Iterator[Contestant]:
    """Yield all of them."""
    yield nginx(places)
    yield envoy(places, ENVOY, None)
    yield envoy(places, ENVOY_JWT, {})
    yield envoy(places, ENVOY_CACHE, _CACHE)
    yield traefik(places)
    yield helsesak(places, ASGI, "asgi")
    yield helsesak(places, PROTOCOL, "protocol")


def of_debian(program: str) -> str | None:
    """Return where `program` is, also where it is not on everybody's path."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin")


def service(places: Places) -> Contestant:
    """Return the service itself."""
    port, file = places.ports[SERVICE], Path(__file__).with_name("service.py")
    arguments = (str(file), str(port), str(places.keys))
    return Contestant(SERVICE, port, sys.executable, arguments)


def nginx(places: Places) -> Contestant:
    """Return nginx that only passes on."""
    config = places.folder / "nginx.conf"
    port = places.ports[NGINX]
    config.write_text(_NGINX % {"port": port, "service": places.ports[SERVICE]})
    arguments = ("-p", str(places.folder), "-c", str(config))
    return Contestant(NGINX, port, of_debian("nginx"), arguments)


def envoy(places: Places, name: str, checks: Mapping[str, Any] | None) -> Contestant:
    """Return Envoy that only passes on, or that also checks tokens."""
    router = "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
    filters = [{"name": "envoy.filters.http.router", "typed_config": {"@type": router}}]
    if checks is not None:
        filters.insert(0, _jwt_authn(places, checks))
    config = places.folder / f"{name}.json"
    resources = _static_resources(places.ports[name], places.ports[SERVICE], filters)
    config.write_text(json.dumps({"static_resources": resources}))
    arguments = ("-c", str(config), "--concurrency", "1", "--disable-hot-restart", "-l", "error")
    return Contestant(name, places.ports[name], shutil.which("envoy", path=_PEERS), arguments)


def _jwt_authn(places: Places, checks: Mapping[str, Any]) -> JSON:
    provider = {
        "issuer": places.issuer,
        "local_jwks": {"inline_string": places.keys.read_text()},
        "forward": True,
    }
    rule = {"match": {"prefix": "/"}, "requires": {"provider_name": "issuer"}}
    kind = "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"
    providers = {"issuer": provider | dict(checks)}
    return {
        "name": "envoy.filters.http.jwt_authn",
        "typed_config": {"@type": kind, "providers": providers, "rules": [rule]},
    }


def _static_resources(port: int, service: int, filters: list[JSON]) -> JSON:
    network = "type.googleapis.com/envoy.extensions.filters.network"
    route = {"match": {"prefix": "/"}, "route": {"cluster": "service", "timeout": "30s"}}
    manager = {
        "@type": f"{network}.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "bench",
        "http_filters": filters,
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
    }
    chain = {
        "filters": [
            {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}
        ]
    }
    endpoint = {"endpoint": {"address": _address(service)}}
    cluster = {
        "name": "service",
        "type": "STATIC",
        "load_assignment": {
            "cluster_name": "service",
            "endpoints": [{"lb_endpoints": [endpoint]}],
        },
    }
    listener = {"address": _address(port), "filter_chains": [chain]}
    return {"listeners": [listener], "clusters": [cluster]}


def _address(port: int) -> JSON:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def traefik(places: Places) -> Contestant:
    """Return Traefik that only passes on."""
    routers = {"all": {"rule": "PathPrefix(`/`)", "service": "service", "entryPoints": ["web"]}}
    servers = [{"url": f"http://127.0.0.1:{places.ports[SERVICE]}"}]
    services = {"service": {"loadBalancer": {"servers": servers}}}
    config = places.folder / "traefik.yml"
    config.write_text(json.dumps({"http": {"routers": routers, "services": services}}))
    arguments = (
        f"--entrypoints.web.address=127.0.0.1:{places.ports[TRAEFIK]}",
        f"--providers.file.filename={config}",
        "--global.checknewversion=false",
        "--global.sendanonymoususage=false",
        "--log.level=ERROR",
    )
    program = shutil.which("traefik", path=_PEERS)
    return Contestant(TRAEFIK, places.ports[TRAEFIK], program, arguments, {"GOMAXPROCS": "1"})


def helsesak(places: Places, name: str, plane: str) -> Contestant:
    """Return our gateway with everything on."""
    profile = {
        "kind": "maskinporten",
        "issuer": places.issuer,
        "jwks_url": f"http://127.0.0.1:{places.ports[SERVICE]}/keys",
        "scope_prefix": "helsesak:",
    }
    enough = {"requests": 10_000_000, "seconds": 60}
    environment = {
        "DATA_PLANE": plane,
        "PORT": str(places.ports[name]),
        "INSIDE_PORT": str(places.ports[_INSIDE.format(name)]),
        "ENVIRONMENT": "development",
        "SUBJECT_KEY": base64.b64encode(b"k" * 32).decode(),
        "ISSUERS": json.dumps([profile]),
        "RATES": json.dumps(dict.fromkeys(RateClass, enough)),
        "INVOICE_URL": f"http://127.0.0.1:{places.ports[SERVICE]}",
    }
    return Contestant(
        name,
        places.ports[name],
        sys.executable,
        ("-P", "-m", "gateway"),
        {f"GATEWAY_{name}": value for name, value in environment.items()},
    )
