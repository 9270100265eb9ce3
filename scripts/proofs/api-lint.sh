#!/usr/bin/env bash
# Spectral and Redocly find nothing in the OpenAPI document, neither errors nor warnings.
set -euo pipefail

. scripts/need-node.sh

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
