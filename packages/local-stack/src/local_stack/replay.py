"""`make replay`: run every travel decision of the development installation again."""

import subprocess
import sys

from local_stack import databases, environments
from local_stack.environments import MODULES
from local_stack.postgres import PostgresFailed
from local_stack.processes import inherited
from local_stack.settings import StackSettings
from local_stack.suite import installation, server_of


def main() -> int:
    """Open the databases that `make run` keeps, and return what the service's command returns."""
    settings = StackSettings(once=False)
    settings.var.mkdir(exist_ok=True)
    with server_of(settings) as server:
        database = databases.create(server, "travel", "helsesak_travel")
        databases.migrate("travel", database)
        told = environments.of_service(installation(settings), "travel", database)
        command = [sys.executable, "-m", MODULES["travel"], "replay"]
        return subprocess.run(command, env=inherited() | told, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PostgresFailed as running:
        sys.exit(f"{running} Stop it first.")
