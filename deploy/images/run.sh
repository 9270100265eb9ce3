#!/usr/bin/env bash
# Run a deployable's image as strictly as the cluster does: run.sh MODULE, such as travel_api,
# travel_api.relay or travel_api.migrations. It is given those variables of the environment that are
# meant for it. The container is called helsesak-MODULE, with hyphens.
set -euo pipefail

module=$1
package=${module%%.*}
prefix=$(tr '[:lower:]' '[:upper:]' <<<"${package%_api}")
container=$(dirname "$(realpath "$0")")/container.sh

variables=()
for variable in $(compgen -e | grep "^${prefix}_"); do
  [[ $variable == GATEWAY_OPENAPI_PATH ]] || variables+=(--env "$variable") # the image has its own
done

name=helsesak-${module//[_.]/-}
"$container" rm --force "$name" >/dev/null 2>&1 || true
exec "$container" run --name "$name" --network=host --read-only --tmpfs /tmp \
  --cap-drop=all --security-opt=no-new-privileges "${variables[@]}" \
  "localhost/helsesak/${package//_/-}:${VERSION:-dev}" "$@"
