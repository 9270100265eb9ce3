#!/usr/bin/env bash
# The Python client is generated whole, is strictly typed, and every journey can be played with it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make .venv-tools/.ready
operations=$(python sdk/build.py python | tee /dev/stderr | sed -n 's/^Python: //p')

uv venv --quiet "$folder/venv"
uv pip install --quiet --python "$folder/venv/bin/python" dist/helsesak_client-*.whl
typed() { mypy --strict --no-error-summary --config-file= --cache-dir "$folder/mypy" \
  --python-executable "$folder/venv/bin/python" "$@"; }
typed --package helsesak_client
typed sdk/journeys/journey.py
python sdk/journeys/stage.py "$folder/venv/bin/python" sdk/journeys/journey.py | tee "$folder/journey"

# The journeys of `make test` again, with the same assertions. The README's call curl, not a client.
uv pip install --quiet --no-deps --target "$folder/client" dist/helsesak_client-*.whl
PYTHONPATH="$folder/client:sdk/journeys" pytest -q -p no:cacheprovider tests/journeys \
  --ignore tests/journeys/test_readme.py --visitor typed_visitor:TypedVisitor | tee "$folder/played"
played=$(sed -n 's/^\([0-9]*\) passed.*/\1/p' "$folder/played")
echo "$operations, typed strictly; $played tests of journeys; $(tail -n 1 "$folder/journey")"
