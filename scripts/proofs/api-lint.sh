#!/usr/bin/env bash
# Spectral and Redocly find nothing in the OpenAPI document, neither errors nor warnings.
set -euo pipefail

for tool in node npm; do
  command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' \
  || { echo "Node is older than 20"; exit 77; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp sdk/lint/* openapi.json "$folder"
cd "$folder"
npm install --silent --no-package-lock --ignore-scripts --no-audit --no-fund
export REDOCLY_TELEMETRY=off

node_modules/.bin/spectral lint openapi.json --ruleset spectral.yaml --fail-severity warn
node_modules/.bin/redocly lint openapi.json --config redocly.yaml
operations=$(grep -c '"operationId"' openapi.json)
echo "$operations operations; Spectral and Redocly found nothing"
