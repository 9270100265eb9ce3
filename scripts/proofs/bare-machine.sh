#!/usr/bin/env bash
# A fresh clone in a private folder sets itself up, plays its main jobs and leaves nothing behind.
set -euo pipefail

folder=$(mktemp -d)
chmod 700 "$folder"
trap 'rm -rf "$folder"' EXIT

git clone --quiet . "$folder/clone"
cd "$folder/clone"
env -u DATABASE_URL make setup
started=$(date +%s%N)
env -u DATABASE_URL make run ONCE=1
seconds=$((($(date +%s%N) - started) / 1000000000))

left=$(pgrep --full "$folder" || true)
test -z "$left" || { echo "Processes are left: $left"; exit 1; }
test -z "$(git status --porcelain)" || { echo "The clone was changed."; exit 1; }
echo "set up, shown and stopped; make run ONCE=1 took $seconds s in all"
