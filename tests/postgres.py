"""A private, throw-away PostgreSQL for tests and benchmarks, or the one named by TENURE_TEST_DATABASE_URL."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

ENVIRONMENT = "TENURE_TEST_DATABASE_URL"
HOMES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
ROOM = ("max_connections=400",)  # killed processes leave theirs behind for a moment, and hundreds are killed
MEMORY = Path("/dev/shm")  # a new database is there ten times as soon as on a disk
ENOUGH = 2 * 1024**3  # bytes; PostgreSQL keeps up to half of that as its log
LONGEST_SOCKET = 80  # the kernel allows 107 bytes, with the socket's own name


class PostgresMissing(RuntimeError):  # noqa: N818 - it is a state of the machine
    """There is no PostgreSQL to start here; the message names the way out."""


class PostgresBroken(RuntimeError):  # noqa: N818
    """PostgreSQL is here and does not start; the message ends with what it said."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server, by its administrative URL."""

    admin: URL
    again: Callable[[], None] | None = None  # ends it as a power cut does, and starts it; none: it is not ours

    def crash(self) -> None:
        """End the server without any warning and start it again; it recovers by itself."""
        if self.again is None:
            raise PostgresMissing(f"the server named by {ENVIRONMENT} is not ours to restart: unset it")
        self.again()

    def url(self, database: str) -> str:
        """Answer the SQLAlchemy URL of one of its databases."""
        return self.admin.set(database=database).render_as_string(hide_password=False)

    def dsn(self, database: str) -> str:
        """Answer the same for those who speak to PostgreSQL without SQLAlchemy."""
        return self.admin.set(drivername="postgresql", database=database).render_as_string(hide_password=False)

    def create(self, name: str, template: str | None = None) -> str:
        """Create a database, a copy of `template` if given (nobody may be connected to it); answer its URL."""
        source = sql.SQL("TEMPLATE {}").format(sql.Identifier(template or "template0"))
        self._execute(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), source))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, if it is there, whoever is connected."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.dsn(self.admin.database or "postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """Answer a server for as long as the block lasts: durable as PostgreSQL's defaults are, or fast.

    Raises PostgresMissing where there is none. A server named by the environment keeps its own settings.
    """
    named = os.environ.get(ENVIRONMENT)
    if named:
        yield PostgresServer(make_url(named).set(drivername="postgresql+psycopg"))
        return
    binaries, user = _binaries(), _user()
    with _folder(user, durable=durable) as folder:
        _initialize(binaries, folder, user)
        with _running(binaries, folder, user, () if durable else FAST) as server:
            yield server


def _binaries() -> Path:
    """Answer the folder of the newest server's programs; distributions keep them off the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [path for home in HOMES for path in Path("/").glob(home[1:]) if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))])
    raise PostgresMissing(
        "No PostgreSQL server found: initdb is neither on the PATH nor in /usr/lib/postgresql/*/bin. Install "
        f"PostgreSQL 15 or newer (apt-get install postgresql), or set {ENVIRONMENT} to the URL of an administrator "
        "(postgresql://postgres@localhost/postgres)."
    )


def _user() -> str | None:
    """Answer who runs the server: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


@contextmanager
def _folder(user: str | None, *, durable: bool) -> Iterator[Path]:
    """Answer an empty folder of that user's, where a short path leads that they may walk: in memory, unless durable."""
    disk = next(path for path in (Path(tempfile.gettempdir()), Path("/tmp")) if path == Path("/tmp") or _fits(path))
    parent = MEMORY if not durable and _has_room(MEMORY) else disk
    folder = Path(tempfile.mkdtemp(prefix="tenure-pg-", dir=parent))
    try:
        if user:
            shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_room(memory: Path) -> bool:
    return os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH


def _fits(path: Path) -> bool:
    open_to_all = all(step.stat().st_mode & 0o001 for step in (path, *path.parents))
    return len(str(path)) < LONGEST_SOCKET and (open_to_all or os.geteuid() != 0)


def _initialize(binaries: Path, folder: Path, user: str | None) -> None:
    where = [str(binaries / "initdb"), "--pgdata", str(folder / "data")]
    how = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
    done = subprocess.run(
        [*where, *how],
        cwd=folder,
        capture_output=True,
        text=True,
        user=user,
        group=_group(user),
        extra_groups=_none(user),
    )
    if done.returncode:
        raise PostgresBroken(f"initdb failed: {done.stderr.strip()}")


@contextmanager
def _running(binaries: Path, folder: Path, user: str | None, settings: tuple[str, ...]) -> Iterator[PostgresServer]:
    """Start the server on a socket in its own folder (no port to fight for, nobody else can connect), and stop it."""
    address = URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
    # The kernel takes what a thread has started for orphaned when that thread ends: this one outlives the server.
    starter = ThreadPoolExecutor(1)
    start = partial(_start, binaries, folder, user, settings)
    process = starter.submit(start).result()

    def again() -> None:
        nonlocal process
        process.send_signal(signal.SIGQUIT)  # immediate: nothing is written any more, it will recover from its log
        process.wait(timeout=60)
        process = starter.submit(start).result()
        _wait_until_ready(server, process, folder / "log")

    server = PostgresServer(address, again)
    try:
        _wait_until_ready(server, process, folder / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # fast: clients are cut off, data is kept
        process.wait(timeout=60)
        starter.shutdown()


def _start(binaries: Path, folder: Path, user: str | None, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    options = [f"unix_socket_directories={folder}", "listen_addresses=", "timezone=UTC", *ROOM, *settings]
    command = [*_leash(), str(binaries / "postgres"), "-D", str(folder / "data")]
    command += [part for option in options for part in ("-c", option)]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, process_group=0,
            user=user, group=_group(user), extra_groups=_none(user),
        )  # fmt: skip


def _wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(server.dsn("postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    process.kill()
    raise PostgresBroken(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _none(user: str | None) -> list[int] | None:
    return [] if user else None


def _leash() -> list[str]:
    """Answer the prefix by which Linux stops the server when we are killed, so that none is left behind."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []
