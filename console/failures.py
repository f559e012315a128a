"""What goes wrong in a running installation, and the one line that says so with the way out."""

import re
import sys
from collections.abc import Callable, Iterator

from sqlalchemy import exc
from typer import TyperException

from workers.settings import SettingsError


class CommandError(Exception):
    """A command cannot do what it was asked to; the message is one line, with the way out."""


Rule = tuple[type[BaseException], Callable[[str], str | None]]


def explain(error: BaseException) -> str | None:
    """Answer the line for a failure that is known; nothing for a bug of ours."""
    said = _flat(error.format_message() if isinstance(error, TyperException) else str(error))
    answers: Iterator[str | None] = (
        rule(said) for kind, rule in (*RULES, *_rules_of_redis()) if isinstance(error, kind)
    )
    return next((answer for answer in answers if answer), None)


def _usage(said: str) -> str:
    said = said.rstrip(".")
    return f"{said}{'' if said.endswith('?') else '.'} See the command's --help"


def _settings(said: str) -> str:
    return f"the environment cannot be used: {said}"


def _missing_table(said: str) -> str | None:
    if re.search(r"no such (table|column)|relation .* does not exist|column .* does not exist", said):
        return "the database is not at this version of Tenure: run `tenure migrate`"
    return None


def _no_file(said: str) -> str | None:
    if "unable to open database file" not in said:
        return None
    return "the database file cannot be opened: its folder must be there and writable. Look at DATABASE_URL"


def _not_ours(said: str) -> str | None:
    return "the file is not a SQLite database: look at DATABASE_URL" if "file is not a database" in said else None


def _database(said: str) -> str | None:
    if "syntax error" in said:  # SQLite calls our own mistakes operational, too
        return None
    return f"the database does not answer: {_first_sentence(said)}. Look at DATABASE_URL"


def _locked(said: str) -> str | None:
    return "the database is busy: another process holds it. Try again" if "database is locked" in said else None


def _no_room(said: str) -> str | None:
    if not any(word in said for word in ("disk I/O error", "disk is full", "No space left on device")):
        return None
    return "the database cannot write: is the disk full, or broken? Make room, and try again"


def _read_only(said: str) -> str | None:
    if "readonly database" not in said:
        return None
    return (
        "the database may only be read: whoever runs Tenure has to own its file and folder, and be able to write there"
    )


def _redis(said: str) -> str:
    return f"Redis does not answer: {_first_sentence(said)}. Look at REDIS_URL, or leave it out under `tenure up`"


def _rules_of_redis() -> Iterator[Rule]:
    """Answer what its failures are called, if anybody has spoken to it: a command that does not need not load it."""
    if redis := sys.modules.get("redis"):
        yield from ((redis.ConnectionError, _redis), (redis.TimeoutError, _redis))


def _file(said: str) -> str | None:
    found = re.fullmatch(r"\[Errno \d+\] (?P<why>[^:]+): '(?P<file>.*)'", said)
    return f"{found['file']}: {found['why'].lower()}" if found else None


def _flat(said: str) -> str:
    return " ".join(said.split())


def _first_sentence(said: str) -> str:
    # Drivers put their own class first, and SQLAlchemy the statement and a link after.
    bare = re.sub(r"^\([\w.]+\) ", "", said)
    return re.split(r" \(Background on| \[SQL:| Is the server running", bare)[0].rstrip(". ")


RULES: tuple[Rule, ...] = (
    (CommandError, str),
    (TyperException, _usage),
    (SettingsError, _settings),
    (exc.OperationalError, _locked),
    (exc.OperationalError, _no_room),
    (exc.OperationalError, _read_only),
    (exc.DBAPIError, _missing_table),
    (exc.DBAPIError, _not_ours),
    (exc.OperationalError, _no_file),
    (exc.OperationalError, _database),
    (OSError, _file),
)
