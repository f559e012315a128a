"""What has to be so before `tenure up` starts anything: one at a time, a free port, a database, a program in force."""

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.failures import CommandError
from console.installation import open_database
from console.person import whoami
from console.program_check import check_folder
from console.publishing import newest_versions, publish_files
from console.transcript import Transcript
from models.database import begin, look
from models.migrate import upgrade
from workers.clocks import clock
from workers.editions import Editions
from workers.settings import Settings


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the folder for this process alone; the hold ends with the process, however it ends."""
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "up.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise CommandError(
            f"Tenure is already up in {home}: stop it first, or set TENURE_HOME to another folder"
        ) from None
    try:
        yield
    finally:
        os.close(handle)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError when nothing can listen there."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        why = (
            "is in use"
            if error.errno == errno.EADDRINUSE
            else f"cannot be used ({os.strerror(error.errno or 0).lower()})"
        )
        raise CommandError(
            f"port {port} of {host} {why}: choose another, as in `tenure up --port {port + 1}`"
        ) from None


def prepare(settings: Settings, transcript: Transcript) -> None:
    """Migrate the database, and publish the program if nothing was ever published."""
    engine = open_database(settings)
    for revision in upgrade(engine):
        transcript.tell(f"database: applied {revision}")
    with look(engine) as connection:
        published = newest_versions(connection)
    if not published:
        program = check_folder(settings.program)
        with begin(engine) as connection:
            publish_files(connection, clock(settings.clock)(), program.files, by=whoami())
        transcript.tell(f"published {program}")
    else:
        editions = Editions()
        with look(engine) as connection:
            editions.current(connection)
        if editions.unreadable:
            transcript.tell(editions.unreadable)
    engine.dispose()
