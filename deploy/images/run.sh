#!/usr/bin/env bash
# Run a deployable's image as strictly as the cluster does: run.sh MODULE, such as travel_api or
# travel_api.relay. It is given those variables of the environment that are meant for it.
set -euo pipefail

module=$1
package=${module%%.*}
name=${package//_/-}
prefix=$(tr '[:lower:]' '[:upper:]' <<<"${package%_api}")
container=$(dirname "$(realpath "$0")")/container.sh

variables=()
for variable in $(compgen -e | grep "^${prefix}_"); do
  [[ $variable == GATEWAY_OPENAPI_PATH ]] || variables+=(--env "$variable") # the image has its own
done

"$container" rm --force "helsesak-$name" >/dev/null 2>&1 || true
exec "$container" run --name "helsesak-$name" --network=host --read-only --tmpfs /tmp \
  --cap-drop=all --security-opt=no-new-privileges "${variables[@]}" \
  "localhost/helsesak/$name:${VERSION:-dev}" "$module"
