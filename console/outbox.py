"""The outbox: the folder where mails lie when no provider is set, read as a person would read it."""

import email
import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

NAME = re.compile(r"[\w@.+-]+\.eml")
LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """One message in the folder; `name` is its file."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime | None
    html: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The newest mails, newest first, and how many there are in all."""

    mails: Sequence[Mail]
    total: int


def read_outbox(folder: Path, limit: int = LONGEST_LIST) -> Outbox:
    """Answer the newest `limit` mails of the folder; a folder that is not there is empty."""
    files = sorted(folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    return Outbox([_read(file) for file in files[:limit]], len(files))


def find_mail(folder: Path, name: str) -> Mail | None:
    """Answer the mail of that name, or none; no name leads out of the folder."""
    file = folder / name
    return _read(file) if NAME.fullmatch(name) and file.is_file() else None


def _read(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return Mail(
        name=file.name,
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or "(no subject)"),
        at=_date(message),
        html=_part(message, "html"),
        text=_part(message, "plain"),
    )


def _date(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).astimezone(UTC)
    except ValueError:
        return None


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
