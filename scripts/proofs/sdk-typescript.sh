#!/usr/bin/env bash
# The TypeScript client is strictly typed, and does under Node what clients do.
set -euo pipefail

. scripts/need-node.sh

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make .venv-tools/.ready
python sdk/build.py typescript

cp sdk/journeys/journey.ts sdk/journeys/package.json sdk/journeys/tsconfig.json "$folder"
npm install --prefix "$folder" --silent --no-package-lock --ignore-scripts --no-audit --no-fund \
  "$(echo "$PWD"/dist/helsesak-client-*.tgz)"
"$folder/node_modules/.bin/tsc" --project "$folder"
python sdk/journeys/stage.py node "$folder/journey.js"
