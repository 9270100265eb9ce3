#!/usr/bin/env bash
# openapi-generator makes a Java client of the document, with every operation, and it compiles.
set -euo pipefail

for tool in java javac; do
  command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
major=$(javac -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/')
test "$major" -ge 17 || { echo "javac is older than 17"; exit 77; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make .venv-tools/.ready
jar=$(echo "$PWD"/.venv-tools/lib/*/site-packages/openapi_generator_cli/openapi-generator.jar)

java -jar "$jar" generate --input-spec openapi.json --output "$folder" \
  --generator-name java --library native --template-dir sdk/java/templates \
  --additional-properties hideGenerationTimestamp=true,useJakartaEe=false,openApiNullable=false
find "$folder/src/main" -name '*.java' > "$folder/sources"
javac -nowarn -proc:none -d "$folder/classes" -cp "$jar" "@$folder/sources"

python - "$folder" <<'PYTHON'
import json
import re
import sys
from pathlib import Path

document = json.loads(Path("openapi.json").read_text(encoding="utf-8"))
wanted = {o["operationId"] for item in document["paths"].values() for o in item.values()}
folder = Path(sys.argv[1])
api = "".join(file.read_text(encoding="utf-8") for file in folder.glob("src/main/**/api/*Api.java"))
missing = [name for name in sorted(wanted)
           if not re.search(rf"\b{re.sub('_(.)', lambda m: m[1].upper(), name)}\(", api)]
classes = len(list(folder.glob("classes/**/*.class")))
print(f"{len(wanted)} operations, {classes} classes compiled; missing: {missing or 'nothing'}")
sys.exit(bool(missing))
PYTHON
