#!/usr/bin/env bash
# The restore drill: pg_dump, go on, pg_restore into a new database, `python -m access_api restore`.
set -euo pipefail

pytest -q services/access-api/tests/integration/test_restore.py
echo "live codes revoked, blocked set complete, versions go forward only"
