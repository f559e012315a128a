"""`tenure up`: everything on one machine, until it is told to stop."""

import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import redis
import typer

from console.access.links import first_link
from console.access.origin import is_loopback
from console.child import Child, shell
from console.failures import CommandError
from console.installation import open_database
from console.laptop import only_one, prepare, refuse_taken_port
from console.mode import warning
from console.procfile import shipped_procfile
from console.supervisor import Supervisor
from console.transcript import Transcript
from console.valkey import socket_place, socket_url, valkey_command
from models.database import begin
from models.users import is_anybody_there
from workers.clocks import machine_time
from workers.settings import Settings

PROCESSES = ("web", "worker", "clock")
PATIENCE = 30.0  # seconds that Valkey and the page have to come up


def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of the page.")] = 8000,
    host: Annotated[
        str, typer.Option(help="The address the page listens on; by default this machine alone.")
    ] = "127.0.0.1",
) -> None:
    """Start everything on this machine: database, broker, page, worker and clock. Ctrl-C stops it.

    Without REDIS_URL an embedded Valkey is the broker, without DATABASE_URL SQLite the database; without
    SENDGRID_API_KEY mails are laid into a folder. On the first start the program is published.
    """
    settings = Settings.read()
    transcript = Transcript()
    if band := warning(settings):
        transcript.tell(band)
    with only_one(settings.home):
        refuse_taken_port(host, port)
        prepare(settings, transcript)
        with Supervisor(transcript.say) as supervisor, _broker(settings, supervisor) as redis_url:
            variables = _variables(settings, host, port, redis_url)
            supervisor.start(*_children(variables))
            if supervisor.until(lambda: _listens(host, port), PATIENCE):
                _greet(settings, transcript, variables.get("TENURE_PUBLIC_URL", settings.public_url))
            supervisor.run()
            transcript.tell("stopping; Ctrl-C once more kills what does not finish …")
        transcript.tell("stopped")


@contextmanager
def _broker(settings: Settings, supervisor: Supervisor) -> Iterator[str]:
    """Answer the URL of a broker that answers: the one given, or a Valkey of our own."""
    if "redis_url" in settings.model_fields_set:
        with redis.Redis.from_url(settings.redis_url, socket_connect_timeout=5) as client:
            client.ping()
        yield settings.redis_url
        return
    with socket_place(settings.home) as place:
        supervisor.start(Child("valkey", valkey_command(settings.home, place)))
        if not supervisor.until(lambda: _answers(socket_url(place)), PATIENCE) and not supervisor.stopping:
            log = settings.home / "valkey" / "valkey.log"
            raise CommandError(f"the embedded Valkey does not start: look into {log}, or set REDIS_URL")
        yield socket_url(place)
        supervisor.stop()


def _variables(settings: Settings, host: str, port: int, redis_url: str) -> Mapping[str, str]:
    given = {
        "HOST": host,
        "PORT": str(port),
        "REDIS_URL": redis_url,
        "TENURE_HOME": str(settings.home.resolve()),
        "PYTHONUNBUFFERED": "1",
    }
    if "public_url" not in settings.model_fields_set:
        given["TENURE_PUBLIC_URL"] = f"http://{host if is_loopback(host) else '127.0.0.1'}:{port}"
    return given


def _children(variables: Mapping[str, str]) -> Iterator[Child]:
    lines = shipped_procfile()
    scripts = str(Path(sys.executable).parent)
    yield from (Child(name, shell(lines[name], scripts, variables)) for name in PROCESSES)


def _greet(settings: Settings, transcript: Transcript, url: str) -> None:
    mails = (
        "nothing is sent"
        if settings.shadow
        else "SendGrid delivers the mails"
        if settings.sendgrid_api_key.get_secret_value()
        else f"mails lie in {settings.outbox}"
    )
    transcript.tell(f"Tenure is up: {url}")
    if band := warning(settings):
        transcript.tell(band)
    _invite(settings, transcript, url)
    transcript.tell(f"{mails}; everything else in {settings.home.resolve()}; Ctrl-C stops it")


def _invite(settings: Settings, transcript: Transcript, url: str) -> None:
    """Tell the link for the first admin, as long as nobody can sign in."""
    engine = open_database(settings)
    with begin(engine) as connection:
        link = "" if is_anybody_there(connection) else first_link(connection, machine_time(), url)
    engine.dispose()
    if link:
        transcript.tell(f"nobody can sign in yet: make the first admin at {link} (works once, within 48 hours)")


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
