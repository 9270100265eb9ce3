#!/usr/bin/env bash
# Every alert fires when it should and stays silent when it should, in Prometheus' own test tool.
set -euo pipefail

if ! command -v promtool >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get install -y -qq --no-install-recommends prometheus >/dev/null || true
fi
command -v promtool >/dev/null || { echo "promtool is not installed"; exit 77; }
cd deploy/observability/prometheus
promtool check rules alerts.yml
promtool test rules alerts_test.yml
echo "$(grep -c 'alert:' alerts.yml) alerts fire and stay silent as they should"
