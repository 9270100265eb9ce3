"""`make sdk`: generate a Python and a TypeScript client from `openapi.json`, packed into `dist/`.

Nothing that is generated is committed: it lies in `build/sdk/` and says the same every time.
`sdk/build.py python` or `sdk/build.py typescript` makes one of them.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
TOOLS: Final = ROOT / ".venv-tools/bin"
SOURCES: Final = ROOT / "sdk"
BUILD: Final = ROOT / "build/sdk"
PACKED: Final = ROOT / "dist"

BYTES: Final = "application/octet-stream"
TEMPLATES: Final = {
    # A file is sent as the media type it says it is; the generator would state the document's.
    "endpoint_module.py.jinja": (
        'headers["Content-Type"] = "{{',
        (
            'headers["Content-Type"] = {{ "body.mime_type or " '
            'if body.body_type == "content" and body.prop.required }}"{{'
        ),
    ),
    # A file is sent as its bytes; the generator would give httpx a stream that asyncio cannot send.
    "endpoint_macros.py.jinja": ("= body.payload", "= body.payload.read()"),
}
"""Templates of the generator, each with what is replaced in it, and by what."""


def main() -> int:
    """Build the clients asked for, or those this machine can build; return the exit code."""
    asked = sys.argv[1:] or ["python", "typescript"]
    PACKED.mkdir(exist_ok=True)
    if "python" in asked:
        python(json.loads((ROOT / "openapi.json").read_text(encoding="utf-8")))
    if "typescript" in asked and shutil.which("npm") is None:
        print("The TypeScript client is skipped: npm is not installed.")
    elif "typescript" in asked:
        typescript()
    return 0


def python(document: dict[str, Any]) -> None:
    """Generate the Python client and pack a wheel."""
    folder = BUILD / "python"
    shutil.rmtree(folder, ignore_errors=True)
    templates = BUILD / "templates"
    for each in (folder, templates):
        each.mkdir(parents=True, exist_ok=True)
    (BUILD / "openapi.json").write_text(json.dumps(with_plain_files(document)), encoding="utf-8")
    for name, (stated, wanted) in TEMPLATES.items():
        (templates / name).write_text(template(name, stated, wanted), encoding="utf-8")
    run(
        *(TOOLS / "openapi-python-client", "generate", "--meta", "none", "--fail-on-warning"),
        *("--path", BUILD / "openapi.json", "--config", SOURCES / "python/config.yaml"),
        *("--custom-template-path", templates, "--output-path", folder / "helsesak_client"),
    )
    (folder / "helsesak_client/py.typed").touch()
    made = {file.stem for file in (folder / "helsesak_client/api").glob("*/*.py")}
    named = {operation["operationId"] for operation in operations(document)}
    if missing := named - made:
        sys.exit(f"Not generated: {', '.join(sorted(missing))}")
    print(f"Python: {len(named)} operations")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(SOURCES / "python" / name, folder)
    uv = Path(sys.executable).parent / "uv"
    run(uv, "build", "--quiet", "--wheel", "--no-build-isolation", "-o", PACKED, folder)


def typescript() -> None:
    """Generate the TypeScript client, compile it strictly and pack an archive for npm."""
    folder = BUILD / "typescript"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "tsconfig.json", "generate.mjs", "README.md"):
        shutil.copy(SOURCES / "typescript" / name, folder)
    shutil.copy(SOURCES / "typescript/index.ts", folder / "src")
    shutil.copy(ROOT / "openapi.json", folder)
    quiet = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    run("npm", "install", *quiet, cwd=folder)
    run("npm", "run", "--silent", "generate", cwd=folder)
    run("npm", "run", "--silent", "compile", cwd=folder)
    run("npm", "pack", "--silent", "--pack-destination", PACKED, cwd=folder)


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every operation of `document`."""
    for item in document["paths"].values():
        yield from item.values()


def with_plain_files(document: dict[str, Any]) -> dict[str, Any]:
    """Return `document` with one media type where a request may be a file of several.

    The Python generator makes of several a choice between several types, which these are not.
    """
    for operation in operations(document):
        content = operation.get("requestBody", {}).get("content", {})
        if len(content) > 1:
            operation["requestBody"]["content"] = {BYTES: next(iter(content.values()))}
    return document


def template(name: str, stated: str, wanted: str) -> str:
    """Return a template of the generator with `wanted` in place of `stated`."""
    (packaged,) = TOOLS.parent.glob(f"lib/*/site-packages/openapi_python_client/templates/{name}")
    text = packaged.read_text(encoding="utf-8")
    if stated not in text:
        sys.exit(f"The generator's {name} is not as it was: see TEMPLATES in {__file__}.")
    return text.replace(stated, wanted)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a tool and end when it fails; what it finds on the way is that of `.venv-tools`."""
    path = f"{TOOLS}:{os.environ['PATH']}"  # noqa: TID251 - handed on
    environment = {**os.environ, "PATH": path}  # noqa: TID251 - handed on
    done = subprocess.run(command, cwd=cwd, env=environment, check=False)  # noqa: S603 - our tools
    if done.returncode != 0:
        sys.exit(f"{Path(command[0]).name} failed.")


if __name__ == "__main__":
    sys.exit(main())
