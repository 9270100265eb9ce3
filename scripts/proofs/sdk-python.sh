#!/usr/bin/env bash
# The Python client is generated whole, is strictly typed, and does what clients do.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make sdk

uv venv --quiet "$folder/venv"
uv pip install --quiet --python "$folder/venv/bin/python" dist/helsesak_client-*.whl
typed() { mypy --strict --no-error-summary --config-file= --cache-dir "$folder/mypy" \
  --python-executable "$folder/venv/bin/python" "$@"; }
typed --package helsesak_client
typed sdk/journeys/journey.py
python sdk/journeys/stage.py "$folder/venv/bin/python" sdk/journeys/journey.py
