#!/usr/bin/env bash
# Build the images where only Debian's packages are to be had: no registry, no daemon, perhaps no
# right to raise limits. The base image is made from Debian's packages and stands in for the real one
# under its name, so it says nothing about what the real one contains.
set -euo pipefail
here=$(dirname "$(realpath "$0")")

base=docker.io/library/python:3.11-slim-bookworm
needed=(buildah crun mmdebstrap podman)

missing() { for tool in "${needed[@]}"; do command -v "$tool" >/dev/null || echo "$tool"; done; }

if [[ -n $(missing) && $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  apt-get install --yes --no-install-recommends "${needed[@]}" netavark >/dev/null || true
fi
if [[ -n $(missing) ]]; then echo "missing: $(missing | paste -sd ' ')"; exit 77; fi

if ! podman image exists "$base"; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mmdebstrap --quiet --variant=minbase \
    --include=ca-certificates,netbase,tzdata,python3,python3-venv,python3-pip \
    --customize-hook='ln -s /usr/bin/python3 "$1/usr/local/bin/python"' \
    --customize-hook='ln -s /usr/bin/python3 "$1/usr/local/bin/python3"' \
    --customize-hook='rm -f "$1"/usr/lib/python3*/EXTERNALLY-MANAGED' \
    bookworm "$folder/base.tar"
  podman import --quiet --change 'ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' \
    "$folder/base.tar" "$base"
fi

BUILD_OPTIONS="--isolation=chroot --network=host --volume /etc/ssl/certs:/etc/ssl/certs:ro" \
  exec "$here/build.sh" "$@"
