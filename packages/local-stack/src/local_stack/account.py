"""The operating system account that PostgreSQL runs as, which must not be root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

UNPRIVILEGED = "nobody"
PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """The operating system account that the server runs as."""

    owner: pwd.struct_passwd | None

    @classmethod
    def suitable(cls) -> "Account":
        """Return our own account, or an unprivileged one when we are root."""
        return cls(pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None)

    def identity(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` drop to this account."""
        if self.owner is None:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make this account the owner of `path`."""
        if self.owner is not None:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `command` as this account and return what came of it."""
        return subprocess.run(  # noqa: S603 - fixed programs, no shell
            [str(part) for part in command],
            capture_output=True,
            check=False,
            cwd="/",
            env=PLAIN_ENVIRONMENT,
            text=True,
            **self.identity(),
        )

    def spawn(
        self, command: Sequence[str], *, output: IO[str] | int, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start `command` as this account, out of reach of the terminal's Ctrl-C."""
        return subprocess.Popen(  # noqa: S603 - fixed programs, arguments of our own
            command,
            stdin=stdin,
            stdout=output,
            stderr=output,
            cwd="/",
            env=PLAIN_ENVIRONMENT,
            start_new_session=True,
            **self.identity(),
        )

    def reaches(self, *paths: Path) -> bool:
        """Tell whether this account may run, or enter, every one of `paths`."""
        return all(self.run("test", "-x", path).returncode == 0 for path in paths)
