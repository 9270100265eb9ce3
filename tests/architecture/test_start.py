"""What takes long to load is not loaded before it is needed, so that a process starts quickly."""

import subprocess
import sys

PROCESSES = [
    f"{s}_api.{part}" for s in ("invoice", "travel", "access") for part in ("app", "relay")
]
NOT_AT_START = {
    "alembic",  # migrations are a process of their own
    "google.protobuf",  # traces, and only where somebody listens
    "holidays",  # the calendars of every country
    "opentelemetry.sdk",
    "requests",
    "saxonche",  # the rule engine's workers load it
}


def test_no_process_begins_by_loading_what_it_needs_later_or_never():
    loaded = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-c", f"import sys, {', '.join(PROCESSES)}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert {"fastapi", "sqlalchemy"} <= set(loaded)
    assert NOT_AT_START & set(loaded) == set()
