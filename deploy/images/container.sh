#!/usr/bin/env bash
# docker or podman, whichever can be used here, with the arguments given. Inside a machine that is a
# container itself, podman gets a crun that raises no limits, and sees no half-mounted cgroups.
set -euo pipefail

if docker info >/dev/null 2>&1; then exec docker "$@"; fi
command -v podman >/dev/null || { echo "Neither docker nor podman can be used here."; exit 77; }

capabilities=$((16#$(awk '/^CapEff/ { print $2 }' /proc/self/status)))
if [[ $(id -u) -ne 0 ]] || ((capabilities >> 24 & 1)); then exec podman "$@"; fi # CAP_SYS_RESOURCE

restricted=$(dirname "$(realpath "$0")")/restricted
CONTAINERS_CONF=/tmp/helsesak-containers.conf
{ cat "$restricted/containers.conf"; echo "crun = [\"$restricted/crun\"]"; } >"$CONTAINERS_CONF.$$"
mv "$CONTAINERS_CONF.$$" "$CONTAINERS_CONF"
export CONTAINERS_CONF
exec unshare --mount sh -c '
  ! mountpoint -q /sys/fs/cgroup/unified || umount /sys/fs/cgroup/unified
  exec podman "$@"' podman "$@"
