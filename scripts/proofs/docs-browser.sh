#!/usr/bin/env bash
# In a browser the reference shows every operation, sends real requests, and is accessible.
set -euo pipefail

. scripts/need-node.sh
if ! command -v chromium >/dev/null && test "$(id -u)" = 0 && command -v apt-get >/dev/null; then
  apt-get install -y -qq chromium >/dev/null || true
fi
chromium=$(command -v chromium) || { echo "chromium is not installed"; exit 77; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p var/docs-browser
cp scripts/browser/* "$folder"
npm install --prefix "$folder" --silent --no-package-lock --ignore-scripts --no-audit --no-fund
python sdk/journeys/stage.py node "$folder/docs.mjs" "$chromium" "$PWD/var/docs-browser"
