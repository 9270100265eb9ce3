#!/usr/bin/env bash
# Build the images of all deployables, or of those named (`travel-api`), with docker, podman or
# buildah. VERSION is their tag; BUILD_OPTIONS are handed on to the build.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=${VERSION:-dev}
deployables=(services/invoice-api services/travel-api services/access-api gateway)

if docker info >/dev/null 2>&1; then build=(docker build)
elif command -v buildah >/dev/null; then build=(buildah build --layers --format docker)
elif command -v podman >/dev/null; then build=(podman build --format docker)
else echo "Neither docker, podman nor buildah can be used here."; exit 77
fi

for package in "${deployables[@]}"; do
  name=${package##*/}
  [[ $# -eq 0 || " $* " == *" $name "* ]] || continue
  # shellcheck disable=SC2086 # the options are words
  "${build[@]}" ${BUILD_OPTIONS:-} --quiet --file deploy/images/Dockerfile \
    --build-arg "PACKAGE=$package" --build-arg "VERSION=$version" \
    --tag "localhost/helsesak/$name:$version" . >/dev/null
  echo "built localhost/helsesak/$name:$version"
done
